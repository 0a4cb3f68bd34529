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
  { name: "treaty-found", address: "/treaty?q=warsaw&on=1960-01-01", says: "WARSAW" },
  { name: "treaty-changes", address: "/treaty/CST?on=1995-01-01&against=2000-01-01", says: "Only on 1995-01-01" },
  { name: "treaty-many", address: "/treaty/NATO", says: "North Atlantic Treaty" },
  { name: "treaty-none", address: "/treaty/NOPE", says: "no treaty has the id" },
  { name: "states", address: "/state?q=germ", says: "West Germany" },
  { name: "state", address: "/state/Tajikistan", says: "Choose a day" },
  { name: "state-day", address: "/state/TAJ?on=2002-05-14", says: "Network of pledges" },
  { name: "case", address: "/cases/TATC-101", says: "Germany attacks in Mozambique" },
  { name: "case-page", address: "/cases/history.area", says: "TATC-101" },
  { name: "code", address: "/code/SV0304", says: "SV0304" },
  { name: "codes", address: "/code", says: "SV0304" },
  { name: "data", address: "/data", says: "How to cite" },
  { name: "api", address: "/api", says: "Who owes what" },
  { name: "nowhere", address: "/no-such-page", says: "no such address" },
];
