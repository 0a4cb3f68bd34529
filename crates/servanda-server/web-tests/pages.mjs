// The pages that are looked at in a browser: a name, an address, and words that must stand on the page.

/** @type {{ name: string, address: string, says: string }[]} */
export const PAGES = [
  { name: "front", address: "/", says: "What treaties oblige whom to do" },
  { name: "ask", address: "/ask?q=attack+on+Tajikistan+on+2002-05-14", says: "must consult Tajikistan" },
  { name: "ask-1914", address: "/ask?q=attack+on+Belgium+by+Germany+on+1914-08-04", says: "Belgium" },
  { name: "ask-wrong", address: "/ask?q=attack+on+Germany+on+1960-01-01", says: "Not understood" },
  { name: "ask-outside", address: "/ask?q=attack+on+Korea+by+United+States+on+1871-06-10", says: "Outside the data" },
  { name: "treaties", address: "/treaty", says: "CST" },
  { name: "treaty", address: "/treaty/CST?on=2002-05-14", says: "Collective Security Treaty" },
  { name: "nowhere", address: "/no-such-page", says: "no such address" },
];
