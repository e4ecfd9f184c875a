"""The bill of materials of a build is one by SPDX 2.3, complete, and the same when made again:

    sbom_test.py SBOM.PY BUILD PROGRAM
"""

import hashlib
import json
import pathlib
import shutil
import subprocess
import sys
import tempfile
import unittest

SCRIPT, BUILD, PROGRAM = sys.argv.pop(1), sys.argv.pop(1), sys.argv.pop(1)


def make(folder, epoch="1700000000"):
    return subprocess.run([sys.executable, SCRIPT, "1.2.3", epoch, BUILD, folder], capture_output=True, check=False)


class BillOfMaterials(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.TemporaryDirectory()
        shutil.copy(PROGRAM, cls.folder.name)
        made = make(cls.folder.name)
        assert made.returncode == 0, made.stderr.decode()
        cls.text = made.stdout
        cls.document = json.loads(made.stdout)

    @classmethod
    def tearDownClass(cls):
        cls.folder.cleanup()

    def related(self, kind):
        return {relation["relatedSpdxElement"].removeprefix("SPDXRef-")
                for relation in self.document["relationships"] if relation["relationshipType"] == kind}

    def test_has_what_the_specification_asks_for(self):
        for key, value in {"spdxVersion": "SPDX-2.3", "dataLicense": "CC0-1.0", "SPDXID": "SPDXRef-DOCUMENT",
                           "name": "switchgate-1.2.3"}.items():
            self.assertEqual(self.document[key], value)
        self.assertRegex(self.document["documentNamespace"], r"^https://[^#]+$")
        self.assertEqual(self.document["creationInfo"]["created"], "2023-11-14T22:13:20Z")
        for creator in self.document["creationInfo"]["creators"]:
            self.assertRegex(creator, r"^(Person|Organization|Tool): \S")
        for package in self.document["packages"]:
            for key in ("name", "SPDXID", "downloadLocation", "versionInfo"):
                self.assertTrue(package[key], package)
            self.assertEqual(package["filesAnalyzed"], "packageVerificationCode" in package)

    def test_names_each_element_once_and_relates_only_what_is_there(self):
        names = [one["SPDXID"] for one in self.document["packages"] + self.document["files"]]
        self.assertEqual(len(names), len(set(names)))
        for name in names:
            self.assertRegex(name, r"^SPDXRef-[A-Za-z0-9.-]+$")
        known = {*names, "SPDXRef-DOCUMENT"}
        used = set()
        for relation in self.document["relationships"]:
            used |= {relation["spdxElementId"], relation["relatedSpdxElement"]}
        self.assertEqual(used, known)
        self.assertEqual(self.related("DESCRIBES"), {"switchgate"})

    def test_holds_the_digests_of_the_programs(self):
        digest = hashlib.sha256(pathlib.Path(PROGRAM).read_bytes()).hexdigest()
        sums = {sum["algorithm"]: sum["checksumValue"] for sum in self.document["files"][0]["checksums"]}
        self.assertEqual(sums["SHA256"], digest)
        self.assertRegex(sums["SHA1"], r"^[0-9a-f]{40}$")

    def test_names_what_is_linked_in_and_what_is_loaded(self):
        static = self.related("STATIC_LINK")
        for name in ("libre2-dev", "libyaml-cpp-dev", "libpugixml-dev", "libsqlite3-dev", "nlohmann-json3-dev"):
            self.assertIn(name, static)
        dynamic = self.related("DYNAMIC_LINK")
        for name in ("libc6", "libcurl4", "libssl3", "zlib1g"):
            self.assertIn(name, dynamic)
        for package in self.document["packages"]:
            for reference in package.get("externalRefs", []):
                self.assertRegex(reference["referenceLocator"], r"^pkg:deb/debian/\S+@\S+\?arch=\S+$")

    def test_is_the_same_when_made_again_and_another_for_another_time(self):
        self.assertEqual(make(self.folder.name).stdout, self.text)
        self.assertNotEqual(make(self.folder.name, "1700000001").stdout, self.text)

    def test_refuses_a_build_that_it_cannot_read(self):
        with tempfile.TemporaryDirectory() as empty:
            made = subprocess.run([sys.executable, SCRIPT, "1.2.3", "0", empty, self.folder.name],
                                  capture_output=True, check=False)
        self.assertNotEqual(made.returncode, 0)
        self.assertEqual(made.stdout, b"")


if __name__ == "__main__":
    unittest.main()
