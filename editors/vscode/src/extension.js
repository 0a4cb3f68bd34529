// @ts-check
// Starts `servanda lsp` and shows the texts that travel with the program. There is no build step: this file is what runs.

const { commands, window, workspace } = require("vscode");
const { LanguageClient, TransportKind } = require("vscode-languageclient/node");

/** @type {LanguageClient | undefined} */
let client;

/** A server with the options of today. */
function made() {
  const settings = workspace.getConfiguration("servanda");
  const run = {
    command: settings.get("path", "servanda"),
    args: [...settings.get("arguments", []), "lsp"],
    transport: TransportKind.stdio,
  };
  return new LanguageClient(
    "servanda",
    "servanda",
    { run, debug: run },
    {
      documentSelector: [
        { language: "servanda" },
        { language: "servanda-literate" },
        { language: "markdown" },
        { pattern: "**/*.treaty.json" },
      ],
      // Texts of the program are asked for, and open like files that cannot be changed.
      initializationOptions: { texts: true },
      synchronize: { fileEvents: workspace.createFileSystemWatcher("**/*.{treaty,treaty.md}") },
    },
  );
}

async function start() {
  client = made();
  try {
    await client.start();
  } catch (error) {
    window.showErrorMessage(
      `servanda did not start: ${error}. Install the program, or say where it is in the setting servanda.path.`,
    );
  }
}

async function stop() {
  const old = client;
  client = undefined;
  if (old?.isRunning()) await old.stop();
}

/** @param {import("vscode").ExtensionContext} context */
async function activate(context) {
  context.subscriptions.push(
    workspace.registerTextDocumentContentProvider("servanda", {
      async provideTextDocumentContent(uri) {
        const found = await client?.sendRequest("servanda/text", { uri: uri.toString() });
        return /** @type {{text: string}} */ (found)?.text ?? "";
      },
    }),
    commands.registerCommand("servanda.restart", async () => {
      await stop();
      await start();
    }),
    workspace.onDidChangeConfiguration(async (change) => {
      if (change.affectsConfiguration("servanda")) await commands.executeCommand("servanda.restart");
    }),
  );
  await start();
}

module.exports = { activate, deactivate: stop };
