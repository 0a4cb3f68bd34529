"""The server as another program's client meets it: pygls, which knows nothing of ours, drives `servanda lsp` over pipes."""

import asyncio
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from lsprotocol import types as lsp
from pygls.lsp.client import LanguageClient

COMMAND = os.environ["SERVANDA_COMMAND"]

PACT = """# A pact 🕊 Договор

Prose with `when A attacks V` in it.

```treaty
treaty PACT "An invented pact"
  in force 1992-01-01
  source text "invented for this test"

members
  RUS TAJ  in force 1992-01-01

article 1
  norm help
    when A attacks V
    where V is party
    each other party must aid V

test "help comes"
  ask "attack on Tajikistan by Afghanistan on 2002-05-14"
  expect RUS must aid TAJ under PACT/1
```
"""


class Editor:
    """A client with what it was told, and one text open."""

    def __init__(self) -> None:
        self.client = LanguageClient("test", "1")
        self.told: dict[str, lsp.PublishDiagnosticsParams] = {}
        self.news = asyncio.Event()

        @self.client.feature(lsp.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS)
        def _(params: lsp.PublishDiagnosticsParams) -> None:
            self.told[params.uri] = params
            self.news.set()

        @self.client.feature(lsp.WORKSPACE_INLAY_HINT_REFRESH)
        def _(*_: object) -> None:
            return None

    async def begin(self, folder: Path) -> lsp.InitializeResult:
        await self.client.start_io(COMMAND, "lsp")
        result = await self.client.initialize_async(
            lsp.InitializeParams(
                process_id=os.getpid(),
                capabilities=lsp.ClientCapabilities(
                    general=lsp.GeneralClientCapabilities(position_encodings=[lsp.PositionEncodingKind.Utf16]),
                    workspace=lsp.WorkspaceClientCapabilities(
                        workspace_edit=lsp.WorkspaceEditClientCapabilities(document_changes=True),
                        inlay_hint=lsp.InlayHintWorkspaceClientCapabilities(refresh_support=True),
                    ),
                ),
                root_uri=folder.as_uri(),
                workspace_folders=[lsp.WorkspaceFolder(uri=folder.as_uri(), name="test")],
            )
        )
        self.client.initialized(lsp.InitializedParams())
        return result

    def open(self, uri: str, text: str) -> None:
        item = lsp.TextDocumentItem(uri=uri, language_id="servanda-literate", version=1, text=text)
        self.client.text_document_did_open(lsp.DidOpenTextDocumentParams(text_document=item))

    def change(self, uri: str, version: int, change: lsp.TextDocumentContentChangeEvent) -> None:
        document = lsp.VersionedTextDocumentIdentifier(uri=uri, version=version)
        self.client.text_document_did_change(
            lsp.DidChangeTextDocumentParams(text_document=document, content_changes=[change])
        )

    async def codes(self, uri: str, version: int | None, wanted: list[str]) -> list[lsp.Diagnostic]:
        """Waits until exactly these codes are told of this version."""

        async def wait() -> list[lsp.Diagnostic]:
            while True:
                params = self.told.get(uri)
                if params and params.version == version and [one.code for one in params.diagnostics] == wanted:
                    return list(params.diagnostics)
                self.news.clear()
                await self.news.wait()

        try:
            return await asyncio.wait_for(wait(), 60)
        except asyncio.TimeoutError:
            raise AssertionError(f"wanted {wanted} of {uri} {version}, told {self.told.get(uri)}") from None


def place(text: str, words: str, after: bool = False) -> lsp.Position:
    """Where words stand, in UTF-16 units."""
    start = text.index(words) + (len(words) if after else 0)
    line = text.rfind("\n", 0, start) + 1
    units = len(text[line:start].encode("utf-16-le")) // 2
    return lsp.Position(line=text.count("\n", 0, start), character=units)


async def session(folder: Path) -> None:
    (folder / "base.treaty").write_text('treaty BASE "In the workspace"\n  in force 1990-01-01\n  note "kept"\n')
    editor = Editor()
    result = await editor.begin(folder)
    assert result.server_info and result.server_info.name == "servanda"
    assert result.capabilities.position_encoding == "utf-16"
    client = editor.client
    uri = (folder / "pact.treaty.md").as_uri()
    document = lsp.TextDocumentIdentifier(uri=uri)
    editor.open(uri, PACT)
    await editor.codes(uri, 1, [])

    # A file of the workspace that is not open, and a treaty of the corpus, are known by name.
    text = PACT.replace("  in force 1992-01-01\n", "  in force 1992-01-01\n  part of BASE\n  amended by CST\n", 1)
    editor.change(uri, 2, lsp.TextDocumentContentChangeWholeDocument(text=text))
    await editor.codes(uri, 2, [])
    found = await client.text_document_definition_async(
        lsp.DefinitionParams(text_document=document, position=place(text, "BASE"))
    )
    assert found[0].uri == (folder / "base.treaty").as_uri(), found
    found = await client.text_document_definition_async(
        lsp.DefinitionParams(text_document=document, position=place(text, "CST"))
    )
    shown = found[0].uri
    assert shown.endswith("cst.treaty.md"), found
    hover = await client.text_document_hover_async(
        lsp.HoverParams(text_document=document, position=place(text, "TAJ"))
    )
    assert "Tajikistan" in hover.contents.value and "702" in hover.contents.value
    # Prose is no code, though it looks like it.
    hover = await client.text_document_hover_async(
        lsp.HoverParams(text_document=document, position=place(text, "when A attacks"))
    )
    assert hover is None

    # A keystroke that breaks a name, behind characters of several bytes; the action mends it.
    change = lsp.TextDocumentContentChangePartial(
        range=lsp.Range(start=place(text, "TAJ"), end=place(text, "TAJ", after=True)), text="TDJ"
    )
    editor.change(uri, 3, change)
    [fault] = [one for one in await editor.codes(uri, 3, ["SV0301"])]
    assert fault.range.start == place(text, "TAJ"), fault
    assert fault.code_description and fault.code_description.href.endswith("SV0301.md")
    actions = await client.text_document_code_action_async(
        lsp.CodeActionParams(
            text_document=document, range=fault.range, context=lsp.CodeActionContext(diagnostics=[fault])
        )
    )
    assert actions and actions[0].is_preferred, actions
    edits = actions[0].edit.document_changes[0].edits
    assert [edit.new_text for edit in edits] == ["TAJ"] and edits[0].range == fault.range
    editor.change(uri, 4, lsp.TextDocumentContentChangeWholeDocument(text=text))
    await editor.codes(uri, 4, [])

    # Completion inside the fence, and its explanation.
    items = await client.text_document_completion_async(
        lsp.CompletionParams(text_document=document, position=place(text, "when A attacks V\n    where", after=True))
    )
    labels = [item.label for item in items]
    assert "where" in labels, labels[:20]
    items = await client.text_document_completion_async(
        lsp.CompletionParams(text_document=document, position=place(text, "amended by ", after=True))
    )
    item = next(item for item in items if item.label == "NATO")
    resolved = await client.completion_item_resolve_async(item)
    assert "members" in resolved.documentation.value

    # Symbols, hints, colors, layout.
    symbols = await client.text_document_document_symbol_async(lsp.DocumentSymbolParams(text_document=document))
    assert [one.name for one in symbols] == ["PACT", "help comes"], symbols
    whole = lsp.Range(start=lsp.Position(line=0, character=0), end=lsp.Position(line=99, character=0))
    hints = await client.text_document_inlay_hint_async(lsp.InlayHintParams(text_document=document, range=whole))
    assert any(hint.label == "✓ 1 of 1" for hint in hints), hints
    colors = await client.text_document_semantic_tokens_full_async(lsp.SemanticTokensParams(text_document=document))
    assert colors.data and len(colors.data) % 5 == 0
    edits = await client.text_document_formatting_async(
        lsp.DocumentFormattingParams(
            text_document=document, options=lsp.FormattingOptions(tab_size=2, insert_spaces=True)
        )
    )
    assert not edits, edits

    # What breaks the rules of the protocol is refused, and the session goes on.
    try:
        await client.protocol.send_request_async("textDocument/unheardOf", {})
        raise AssertionError("an unknown request was answered")
    except AssertionError:
        raise
    except Exception as error:  # noqa: BLE001 (the client's own error, whose class differs by version)
        assert "unheardOf" in str(error), error
    try:
        await client.text_document_rename_async(
            lsp.RenameParams(text_document=document, position=place(text, "CST"), new_name="OTHER")
        )
        raise AssertionError("a treaty of the corpus was renamed")
    except AssertionError:
        raise
    except Exception as error:  # noqa: BLE001
        assert "corpus" in str(error), error
    edit = await client.text_document_rename_async(
        lsp.RenameParams(text_document=document, position=place(text, "BASE"), new_name="FIRST")
    )
    changed = sorted(change.text_document.uri.rsplit("/", 1)[1] for change in edit.document_changes)
    assert changed == ["base.treaty", "pact.treaty.md"], changed

    # A file of the workspace that changes on the disk.
    (folder / "base.treaty").write_text('treaty OTHER "Under another id"\n  in force 1990-01-01\n')
    event = lsp.FileEvent(uri=(folder / "base.treaty").as_uri(), type=lsp.FileChangeType.Changed)
    client.workspace_did_change_watched_files(lsp.DidChangeWatchedFilesParams(changes=[event]))
    await editor.codes(uri, 4, ["SV0402"])
    client.text_document_did_close(lsp.DidCloseTextDocumentParams(text_document=document))
    await editor.codes(uri, None, [])
    await client.shutdown_async(None)
    client.exit(None)
    await asyncio.wait_for(client._server.wait(), 30)  # noqa: SLF001 (no other way to the exit status)
    assert client._server.returncode == 0, client._server.returncode  # noqa: SLF001
    # What was laid out for an editor that does not ask for texts is gone with the server.
    assert not Path(shown.removeprefix("file://")).exists(), shown


def raw(*messages: bytes) -> subprocess.CompletedProcess[bytes]:
    """What comes of bytes that no client would send."""
    return subprocess.run([COMMAND, "lsp"], input=b"".join(messages), capture_output=True, timeout=60, check=False)


def framed(body: bytes) -> bytes:
    return b"Content-Length: %d\r\n\r\n%s" % (len(body), body)


def rude() -> None:
    begin = framed(b'{"jsonrpc":"2.0","id":1,"method":"initialize","params":{"capabilities":{}}}')
    for name, messages in {
        "no message at all": [b"GET / HTTP/1.1\r\n\r\n"],
        "gone at once": [],
        "gone in the middle": [begin, b"Content-Length: 500\r\n\r\n{"],
        "no JSON": [begin, framed(b"{no"), framed(b"[]"), framed(b"\xff\xfe")],
        "beyond measure": [begin, b"Content-Length: 99999999999\r\n\r\n"],
        "left without a word": [begin, framed(b'{"jsonrpc":"2.0","method":"exit"}')],
        "a request before the first": [framed(b'{"jsonrpc":"2.0","id":1,"method":"shutdown"}')],
    }.items():
        done = raw(*messages)
        assert done.returncode == 1, (name, done.returncode, done.stderr)
        assert b"panicked" not in done.stderr, (name, done.stderr)
    done = raw(begin, framed(b"{no"), framed(b'{"jsonrpc":"2.0","id":2,"method":"shutdown"}'),
               framed(b'{"jsonrpc":"2.0","method":"exit"}'))
    assert done.returncode == 0 and b"passed over" in done.stdout, (done.returncode, done.stdout)


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        asyncio.run(session(Path(folder).resolve()))
    rude()
    print("servanda lsp: a session of pygls and 8 rude ones")


if __name__ == "__main__":
    sys.exit(main())
