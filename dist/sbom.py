"""What the published program is made of: python3 dist/sbom.py TARGET SBOM LICENCES

Writes the crates that are linked in for a target, without optional features, as a bill of materials (CycloneDX 1.5, JSON)
and as a text with their licences. Names and versions are those of Cargo.lock; nothing is fetched.
"""

import json
import re
import subprocess
import sys
from pathlib import Path

target, sbom, licences = sys.argv[1:]
command = ["cargo", "metadata", "--format-version", "1", "--locked", "--filter-platform", target]
metadata = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
packages = {package["id"]: package for package in metadata["packages"]}
nodes = {node["id"]: node for node in metadata["resolve"]["nodes"]}
root = metadata["resolve"]["root"]


def used(node):
    """What a crate needs when it runs, not to build or test it."""
    return [d["pkg"] for d in nodes[node]["deps"] if any(kind["kind"] is None for kind in d["dep_kinds"])]


linked, waiting = set(), [root]
while waiting:
    node = waiting.pop()
    if node not in linked:
        linked.add(node)
        waiting += used(node)
crates = sorted((packages[node] for node in linked if node != root), key=lambda p: (p["name"], p["version"]))
checksums = {}
for entry in Path("Cargo.lock").read_text().split("[[package]]")[1:]:
    found = dict(re.findall(r'^(name|version|checksum) = "(.*)"$', entry, re.M))
    checksums[found["name"], found["version"]] = found.get("checksum")


def purl(package):
    return f"pkg:cargo/{package['name']}@{package['version']}"


def component(package, kind="library"):
    checksum = checksums.get((package["name"], package["version"]))
    return {
        "type": kind,
        "bom-ref": purl(package),
        "name": package["name"],
        "version": package["version"],
        "description": " ".join((package["description"] or "").split()),
        "licenses": [{"expression": package["license"].replace("/", " OR ")}],
        "purl": purl(package),
        **({"hashes": [{"alg": "SHA-256", "content": checksum}]} if checksum else {}),
    }


bill = {
    "bomFormat": "CycloneDX",
    "specVersion": "1.5",
    "version": 1,
    "metadata": {"component": component(packages[root], "application")},
    "components": [component(package) for package in crates],
    "dependencies": [
        {"ref": purl(packages[node]), "dependsOn": sorted(purl(packages[d]) for d in used(node))}
        for node in sorted(linked, key=lambda node: purl(packages[node]))
    ],
}
Path(sbom).write_text(json.dumps(bill, indent=1, ensure_ascii=False) + "\n")

parts = [f"paradox is built from {len(crates)} crates beside its own code.\n"]
texts = {}
for package in crates:
    parts.append(f"{package['name']} {package['version']}: {package['license']}")
    folder = Path(package["manifest_path"]).parent
    for file in sorted(folder.iterdir()):
        if file.is_file() and re.match(r"(?i)(licen[cs]e|copying|notice|unlicense)", file.name):
            text = file.read_text(errors="replace").strip()
            texts.setdefault(text, []).append(f"{package['name']} ({file.name})")
for text, whose in texts.items():
    parts.append(f"\n{'-' * 72}\n{', '.join(whose)}\n{'-' * 72}\n\n{text}")
Path(licences).write_text("\n".join(parts) + "\n")
print(f"{len(crates)} crates linked in")
