// Holds the documents of a manifest against the schemas of Kubernetes and writes them as a JSON array: node validate.mjs FILE.
import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import ts from "typescript";
import { parseAllDocuments } from "yaml";

const documents = parseAllDocuments(await readFile(process.argv[2], "utf8"), { strict: true });
const issues = documents.flatMap((document) => [...document.errors, ...document.warnings].map((error) => error.message));
const objects = documents.map((document) => document.toJS());
for (const object of objects) {
  try {
    const module = await import(`kubernetes-models/${object.apiVersion}/${object.kind}`);
    new module[object.kind](object).validate();
  } catch (error) {
    issues.push(`${object.kind} ${object.metadata?.name}: ${error.message}`);
  }
}

// The schemas let unknown members pass, which a misspelled one is; the types made of them do not.
const name = fileURLToPath(new URL("manifests.ts", import.meta.url));
const source = objects
  .map((object, index) => `import type { I${object.kind} as T${index} } from "kubernetes-models/${object.apiVersion}/${object.kind}";\n`
    + `export const m${index}: T${index} = ${JSON.stringify(object)};\n`)
  .join("");
const options = { noEmit: true, strict: true, skipLibCheck: true, module: ts.ModuleKind.NodeNext, moduleResolution: ts.ModuleResolutionKind.NodeNext };
const host = ts.createCompilerHost(options);
const readSource = host.getSourceFile;
host.getSourceFile = (file, ...rest) => (file === name ? ts.createSourceFile(file, source, ts.ScriptTarget.Latest) : readSource(file, ...rest));
const readExists = host.fileExists;
host.fileExists = (file) => file === name || readExists(file);
const program = ts.createProgram([name], options, host);
issues.push(...ts.getPreEmitDiagnostics(program).map((issue) => ts.flattenDiagnosticMessageText(issue.messageText, "\n")));

if (issues.length > 0) {
  console.error(issues.join("\n"));
  process.exit(1);
}

console.log(JSON.stringify(objects));
