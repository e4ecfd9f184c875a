#!/usr/bin/env python3
"""The script that asks the gate stands in three places, since neither a GitLab component nor
a Jenkins library can bring pipelines/gate.sh along. This holds them the same.

    copies.py           compares; exits with 1 when a copy differs
    copies.py --write   makes the copies anew
"""

import pathlib
import re
import sys

root = pathlib.Path(__file__).resolve().parents[2]
script = (root / "pipelines/gate.sh").read_text()
jenkins = root / "pipelines/jenkins/resources/switchgate/gate.sh"
gitlab = root / "pipelines/gitlab/templates/switchgate/template.yml"

indented = "".join(f"      {line}".rstrip() + "\n" for line in script.splitlines())
block = re.compile(r"(?<=    - \|\n)(?:(?:      .*)?\n)*?(?=  artifacts:\n)")
template = gitlab.read_text()
if not block.search(template):
    sys.exit(f"{gitlab.relative_to(root)}: expected a script beginning with '- |' above 'artifacts:', found none")

wrong = 0
for file, wanted in [(jenkins, script), (gitlab, block.sub(lambda _: indented, template))]:
    if "--write" in sys.argv:
        file.write_text(wanted)
    elif not file.exists() or file.read_text() != wanted:
        print(f"{file.relative_to(root)} differs from pipelines/gate.sh; tests/pipelines/copies.py --write makes it the same")
        wrong += 1
sys.exit(wrong > 0)
