// Reads a list of JSON-LD documents from standard input and writes what is wrong with them, as JSON.
// The validator fetches schema.org's vocabulary from the network; here it gets the one that schema-dts carries as types.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import Validator from "@adobe/structured-data-validator";

const types = readFileSync(createRequire(import.meta.url).resolve("schema-dts").replace(/\.js$/, ".d.ts"), "utf8");

function vocabulary() {
  const parents = new Map();
  const owners = new Map();
  // interface ClipBase extends CreativeWorkBase { "actor"?: ...; }   interface PodcastEpisodeLeaf extends EpisodeBase {...}
  for (const [, name, above, body] of types.matchAll(/interface (\w+?)(?:Base|Leaf) extends ([^{]+)\{([^]*?)\n\}/g)) {
    const known = parents.get(name) ?? new Set();
    for (const [, parent] of above.matchAll(/\b(\w+?)(?:Base|Leaf)\b/g)) if (parent !== name) known.add(parent);
    parents.set(name, known);
    for (const [, property] of body.matchAll(/^ {4}"([A-Za-z]\w*)"\?:/gm)) {
      owners.set(property, (owners.get(property) ?? new Set()).add(name));
    }
  }
  const id = (name) => ({ "@id": `schema:${name}` });
  return {
    "@graph": [
      ...[...parents].map(([name, above]) => ({ "@id": `schema:${name}`, "@type": "rdfs:Class", "rdfs:subClassOf": [...above].map(id) })),
      ...[...owners].map(([name, of]) => ({ "@id": `schema:${name}`, "@type": "rdf:Property", "schema:domainIncludes": [...of].map(id) })),
    ],
  };
}

const validator = new Validator(vocabulary());
const issues = [];
for (const document of JSON.parse(readFileSync(0, "utf8"))) {
  const byType = {};
  for (const thing of document["@graph"]) (byType[thing["@type"]] ??= []).push(thing);
  for (const issue of await validator.validate({ jsonld: byType })) {
    issues.push({ severity: issue.severity, message: issue.issueMessage, at: issue.path.map((step) => step.type ?? step.property).join(" > ") });
  }
}
process.stdout.write(JSON.stringify(issues));
