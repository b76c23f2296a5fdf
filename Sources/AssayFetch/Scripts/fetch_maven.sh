#!/bin/sh
# Fetches what a pom.xml and its modules depend on, and the plugins that build and test it.
# usage: fetch_maven.sh LAYER   (in the folder of the manifests)
set -eu
mkdir -p "$1"
cat > .assay-settings.xml <<SETTINGS
<settings><proxies>
  <proxy><id>http</id><active>true</active><protocol>http</protocol><host>127.0.0.1</host><port>3128</port></proxy>
  <proxy><id>https</id><active>true</active><protocol>https</protocol><host>127.0.0.1</host><port>3128</port></proxy>
</proxies></settings>
SETTINGS
mvn -B -q -s .assay-settings.xml -Dmaven.repo.local="$1" dependency:go-offline 1>&2
echo '{}'
