"""The bill of materials of a release, as SPDX 2.3 JSON on standard output:

    sbom.py VERSION EPOCH BUILD BIN

BUILD is the folder in which CMake built, BIN holds the finished programs. What is linked into the
programs is named with the version of the Debian package that it came from, and so are the libraries
that they load where they run. The same inputs give the same bytes.
"""

import datetime
import hashlib
import json
import pathlib
import re
import subprocess
import sys
import uuid

# Debian's packages of headers and archives whose code becomes part of the programs.
COMPILED_IN = ["nlohmann-json3-dev", "libcli11-dev", "libcpp-httplib-dev", "libboost1.74-dev"]
ARCHIVES = re.compile(r"/\S+/lib(?:re2|yaml-cpp|pugixml|sqlite3)\.a")


def run(*words):
    return subprocess.run(words, check=True, capture_output=True, text=True).stdout


def digest_of(algorithm, path):
    return hashlib.new(algorithm, path.read_bytes()).hexdigest()


def package_of(path):
    """The Debian package that installed the file, also when its folder was moved to /usr."""
    real = str(pathlib.Path(path).resolve())
    for name in (path, real, real.removeprefix("/usr")):
        found = subprocess.run(["dpkg-query", "--search", name], capture_output=True, text=True, check=False)
        if found.returncode == 0:
            return found.stdout.split(":")[0]
    sys.exit(f"sbom: no Debian package installed {path}")


def element(name, version, extra):
    return {
        "SPDXID": "SPDXRef-" + re.sub(r"[^A-Za-z0-9.-]", "-", name),
        "name": name,
        "versionInfo": version,
        "downloadLocation": "NOASSERTION",
        "filesAnalyzed": False,
        "licenseConcluded": "NOASSERTION",
        "licenseDeclared": "NOASSERTION",
        "copyrightText": "NOASSERTION",
        **extra,
    }


def debian(package):
    version, source = run("dpkg-query", "--show", "--showformat=${Version} ${source:Package}", package).split()
    url = f"pkg:deb/debian/{package}@{version}?arch={run('dpkg', '--print-architecture').strip()}&upstream={source}"
    return element(package, version, {
        "supplier": "Organization: Debian",
        "externalRefs": [{"referenceCategory": "PACKAGE-MANAGER", "referenceType": "purl", "referenceLocator": url}],
    })


def linked_in(build):
    """Packages of the archives that the linker was given, of headers, and of the compiler's own."""
    rules = (pathlib.Path(build) / "build.ninja").read_text()
    archives = sorted(set(ARCHIVES.findall(rules)))
    if len(archives) < 4:
        sys.exit(f"sbom: expected four archives in build.ninja, found {archives}")
    compiler = run("g++", "-print-file-name=libstdc++.a").strip()
    headers = [name for name in COMPILED_IN if name != "libcpp-httplib-dev" or "switchgate-serve" in rules]
    return sorted({package_of(path) for path in [*archives, compiler]} | set(headers))


def loaded(programs):
    libraries = set()
    for program in programs:
        needed = re.findall(r"\(NEEDED\).*\[(.+)\]", run("readelf", "--dynamic", str(program)))
        paths = dict(re.findall(r"(\S+) => (\S+)", run("ldd", str(program))))
        libraries |= {paths[name] for name in needed if name in paths}
    return sorted({package_of(path) for path in libraries})


def main(version, epoch, build, folder):
    programs = sorted(pathlib.Path(folder).iterdir())
    digests = {program.name: digest_of("sha256", program) for program in programs}
    static, dynamic = linked_in(build), loaded(programs)
    files = [{
        "SPDXID": f"SPDXRef-File-{name}",
        "fileName": f"./{name}",
        "checksums": [{"algorithm": "SHA1", "checksumValue": digest_of("sha1", pathlib.Path(folder) / name)},
                      {"algorithm": "SHA256", "checksumValue": digest}],
        "licenseConcluded": "NOASSERTION",
        "licenseInfoInFiles": ["NOASSERTION"],
        "copyrightText": "NOASSERTION",
    } for name, digest in digests.items()]
    sums = sorted(file["checksums"][0]["checksumValue"] for file in files)
    own = element("switchgate", version, {
        "primaryPackagePurpose": "APPLICATION",
        "filesAnalyzed": True,
        # SPDX 2.3, 7.9: the SHA-1 of the files' SHA-1s, in order, without anything between them.
        "packageVerificationCode": {"packageVerificationCodeValue": hashlib.sha1("".join(sums).encode()).hexdigest()},
        "licenseInfoFromFiles": ["NOASSERTION"],
    })
    packages = {name: debian(name) for name in sorted({*static, *dynamic})}

    def relate(one, kind, other):
        return {"spdxElementId": one, "relationshipType": kind, "relatedSpdxElement": other}

    about = own["SPDXID"]
    relations = [relate("SPDXRef-DOCUMENT", "DESCRIBES", about)]
    relations += [relate(about, "CONTAINS", file["SPDXID"]) for file in files]
    relations += [relate(about, "STATIC_LINK", packages[name]["SPDXID"]) for name in static]
    relations += [relate(about, "DYNAMIC_LINK", packages[name]["SPDXID"]) for name in dynamic]
    created = datetime.datetime.fromtimestamp(int(epoch), datetime.timezone.utc)
    identity = uuid.uuid5(uuid.NAMESPACE_URL, json.dumps([version, epoch, digests], sort_keys=True))
    document = {
        "spdxVersion": "SPDX-2.3",
        "dataLicense": "CC0-1.0",
        "SPDXID": "SPDXRef-DOCUMENT",
        "name": f"switchgate-{version}",
        "documentNamespace": f"https://switchgate.invalid/spdx/{version}/{identity}",
        "creationInfo": {"created": created.strftime("%Y-%m-%dT%H:%M:%SZ"), "creators": [f"Tool: switchgate-release-{version}"]},
        "packages": [own, *packages.values()],
        "files": files,
        "relationships": relations,
    }
    json.dump(document, sys.stdout, indent=2, ensure_ascii=False)
    print()


if __name__ == "__main__":
    if len(sys.argv) != 5:
        sys.exit(__doc__)
    main(*sys.argv[1:])
