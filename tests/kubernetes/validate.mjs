// Holds the documents of a manifest against the schemas of Kubernetes and writes them as a JSON array: node validate.mjs FILE.
import { readFile } from "node:fs/promises";
import { parseAllDocuments } from "yaml";

const documents = parseAllDocuments(await readFile(process.argv[2], "utf8"), { strict: true });
const issues = documents.flatMap((document) => [...document.errors, ...document.warnings].map((error) => error.message));
const objects = documents.map((document) => document.toJS());
for (const object of objects) {
  const name = `${object.kind} ${object.metadata?.name}`;
  try {
    const module = await import(`kubernetes-models/${object.apiVersion}/${object.kind}`);
    new module[object.kind](object).validate();
  } catch (error) {
    issues.push(`${name}: ${error.message}`);
  }
}

if (issues.length > 0) {
  console.error(issues.join("\n"));
  process.exit(1);
}

console.log(JSON.stringify(objects));
