# What fetched dependencies add to a later verification, side by side in one run.
# usage: dependencies.py ASSAY [ROUNDS]
# A project of one test that asks for 30 packages is fetched once; then each round verifies it twice, in turn with the --fetch
# that finds what is there, and with the packages of the fetch alone.
import os, statistics, subprocess, sys, tempfile, time

PACKAGES = """attrs blinker boltons certifi charset-normalizer click colorama decorator filelock idna iniconfig itsdangerous jinja2
markupsafe more-itertools packaging parse pathspec platformdirs pluggy pygments python-dateutil pytz pyyaml six sortedcontainers
tabulate toolz typing-extensions wcwidth""".split()


def seconds(command, folder):
    began = time.monotonic()
    ended = subprocess.run(command, cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    if ended.returncode:
        sys.exit(ended.stdout)
    return time.monotonic() - began


def main(assay, rounds=15):
    assert len(PACKAGES) == 30
    with tempfile.TemporaryDirectory() as folder:
        os.mkdir(folder + "/project")
        with open(folder + "/project/requirements.txt", "w") as file:
            file.write("\n".join(PACKAGES) + "\n")
        with open(folder + "/project/test_it.py", "w") as file:
            file.write("import attrs, click, yaml\n\n\ndef test_it():\n    assert attrs and click and yaml\n")
        verify = [os.path.abspath(assay), "verify", "project", "--no-cache", "-q"]
        print(f"the first fetch with its verification: {seconds(verify + ['--fetch'], folder):.1f} s")
        plain, fetched = [], []
        for _ in range(rounds):
            plain.append(seconds(verify, folder))
            fetched.append(seconds(verify + ["--fetch"], folder))
        difference = [after - before for before, after in zip(plain, fetched)]
        for name, times in (("without --fetch", plain), ("with --fetch", fetched), ("difference", difference)):
            print(f"{name:16} median {statistics.median(times):6.3f} s, {min(times):6.3f} to {max(times):6.3f} s of {rounds}")


main(sys.argv[1], *map(int, sys.argv[2:3]))
