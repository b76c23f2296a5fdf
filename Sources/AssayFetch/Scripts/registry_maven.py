# Tells from where this machine's Maven fetches, the mirrors of its settings and the registry that it knows by itself, and
# settings for a Maven that has these mirrors and a proxy.
# usage: registry_maven.py PROXY   (its address; outside of any project)
import glob, json, os, shutil, sys, xml.etree.ElementTree as tree, zipfile
from urllib.parse import urlsplit
from xml.sax.saxutils import escape

maven = os.path.dirname(os.path.dirname(os.path.realpath(shutil.which("mvn") or "mvn")))


def plain(root):
    """The element, without the namespaces that files of Maven may have or not."""
    for element in root.iter():
        element.tag = element.tag.rpartition("}")[2]
    return root


def mirrors(file):
    try:
        root = plain(tree.parse(file).getroot())
    except (OSError, tree.ParseError):
        return []
    found = [{key: (mirror.findtext(key) or "").strip() for key in ("id", "mirrorOf", "url")} for mirror in root.iter("mirror")]
    # What Maven blocks by itself is no registry.
    return [mirror for mirror in found if not mirror["url"].startswith("http://0.0.0.0")]


def usual():
    for jar in sorted(glob.glob(f"{maven}/lib/maven-model-builder-*.jar")):
        with zipfile.ZipFile(jar) as archive:
            for address in plain(tree.fromstring(archive.read("org/apache/maven/model/pom-4.0.0.xml"))).iter("url"):
                return address.text.strip()


def lines(found, proxy):
    yield "<settings><mirrors>"
    for mirror in found:
        yield "<mirror>" + "".join(f"<{key}>{escape(value)}</{key}>" for key, value in mirror.items()) + "</mirror>"
    yield "</mirrors><proxies>"
    for kind in ("http", "https"):
        yield f"<proxy><id>{kind}</id><protocol>{kind}</protocol><host>{proxy.hostname}</host><port>{proxy.port}</port></proxy>"
    yield "</proxies></settings>"


found = mirrors(os.path.expanduser("~/.m2/settings.xml")) + mirrors(f"{maven}/conf/settings.xml")
urls = [url for url in [usual(), *(mirror["url"] for mirror in found)] if url]
print(json.dumps({"urls": urls, "settings": "\n".join(lines(found, urlsplit(sys.argv[1]))) + "\n"}))
