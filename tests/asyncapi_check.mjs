// Checks schemas/asyncapi.yaml with AsyncAPI's own parser: `make asyncapi`.
import { createRequire } from "node:module";
import { argv, cwd, exit } from "node:process";

const require = createRequire(`${cwd()}/.cache/asyncapi/`);
const { Parser, fromFile } = require("@asyncapi/parser");
const { document, diagnostics } = await fromFile(new Parser(), argv[2]).parse();
for (const one of diagnostics.filter((one) => one.severity < 2)) console.error(one.path.join("/"), one.message);
if (!document) exit(1);
console.log(`${argv[2]}: ${document.channels().length} channels, ${document.operations().length} operations, valid`);
