"""What schemathesis has to know of bodies of lines: each line is JSON of its own."""

import json

import schemathesis


@schemathesis.serializer("application/x-ndjson")
def lines(context, value):
    """A question, or several, as lines."""
    items = value if isinstance(value, list) else [value]
    return "".join(json.dumps(item) + "\n" for item in items).encode()


@schemathesis.deserializer("application/x-ndjson")
def first(context, response):
    """The schema is that of a line; the first is checked against it, and every line must be JSON."""
    parsed = [json.loads(line) for line in response.content.decode().splitlines()]
    return parsed[0] if parsed else {"line": 1}
