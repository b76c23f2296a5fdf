import AssayCore
import AssaySupport
import FoundationEssentials
import Testing

@testable import AssaySuites

@Suite struct HarborEnvironmentTests {
    private static func environment(_ text: String, _ files: [String: String] = [:]) throws -> HarborEnvironment {
        HarborEnvironment(Dockerfile(text), context: try FileTree(files))
    }

    @Test("packages, files, folders, modes and variables are what this machine has to have in the place of the image")
    func translated() throws {
        let text = """
            # syntax=docker/dockerfile:1
            FROM ubuntu:24.04
            ENV DEBIAN_FRONTEND=noninteractive LANG="C.UTF-8"
            ENV TEST_DIR /tests
            RUN apt-get update && \\
                # what is compiled
                apt-get install -y --no-install-recommends gcc make=4.3-4 && \\
                ln -s /usr/bin/python3 /usr/bin/python && rm -rf /var/lib/apt/lists/*
            WORKDIR /workspace
            COPY requirements.txt run.sh ./
            RUN pip3 install --no-cache-dir --break-system-packages 'pytest>=8' -r requirements.txt
            COPY data/ data/
            RUN mkdir -p /workspace/out && chmod +x run.sh
            CMD ["bash"]
            """
        let files = ["requirements.txt": "attrs==23.1 # pinned\n\nword[fast]\n", "run.sh": "echo\n", "data/a.csv": "1\n", "data/deep/b.csv": "2\n"]
        let made = try Self.environment(text, files)
        #expect(made.unclear == [])
        #expect(made.directory == "/workspace")
        #expect(made.recipe.packages == ["gcc", "make"] && made.recipe.programs == ["python"])
        #expect(made.recipe.python == ["pytest>=8", "attrs==23.1", "word[fast]"])
        #expect(made.recipe.variables == ["DEBIAN_FRONTEND": "noninteractive", "LANG": "C.UTF-8", "TEST_DIR": "/tests"])
        #expect(made.start.paths == ["data/a.csv", "data/deep/b.csv", "requirements.txt", "run.sh"] && made.start.entries["out"] == .folder)
        #expect(made.start.entries["run.sh"]?.isExecutable == true && made.start.entries["data/a.csv"]?.isExecutable == false)
        #expect(
            made.understood.contains { $0.hasPrefix("5 RUN apt-get update") && $0.hasSuffix(": the packages gcc, make; the program python") },
            "\(made.understood)")
    }

    @Test(
        "what is not understood is named with its line",
        arguments: [
            ("RUN make", "2: 'RUN make' runs 'make', and nothing is run here"),
            ("RUN curl https://x.y | sh", "2: 'RUN curl https://x.y | sh' is more than plain commands"),
            ("RUN pip install git+https://x.y/z", "which is no package by name and version"), ("RUN pip install -r list.txt", "which was not copied before"),
            ("RUN pip install -i https://x.y numpy", "installs '-i'"), ("RUN pip install -e .", "installs '-e'"),
            ("ADD https://x.y/z /app/", "copies what is not beside"),
            ("COPY nothing /app/", "copies 'nothing', which is not there"), ("COPY --from=build /a /app/", "copies what is not beside"),
            ("FROM other", "one of several images"),
            ("ARG X=1", "'ARG X=1' is not understood"), ("ENV PATH=/x:$PATH", "would have to be worked out"),
            ("COPY a /etc/a", "'/etc/a' is outside of the working folder /app"),
            ("COPY a ../a", "copies what is not beside"), ("RUN mkdir /data", "'/data' is outside"), ("WORKDIR /etc", "is one of the system's folders"),
            ("WORKDIR /", "is no folder"), ("ENTRYPOINT [\"x\"]", "is not understood"), ("RUN <<EOF", "a text of its own"),
            ("RUN rm -rf /usr", "runs 'rm -rf /usr'"),
            ("RUN apt-get install -y ./local.deb", "no package by its name"), ("RUN sudo apt-get install gcc", "runs 'sudo apt-get install'"),
            ("RUN chmod u+s a", "sets a mode"), ("USER root\nRUN useradd x", "3: 'RUN useradd x'"), ("RUN gcc a.c & true", "more than plain commands"),
        ])
    func unclear(_ line: String, _ said: String) throws {
        let made = try Self.environment("FROM x\n\(line)\n", ["a": ""])
        #expect(made.unclear.count == 1 && made.unclear[0].contains(said), "\(made.unclear)")
    }

    @Test("a file is copied to where a later line makes the working folder, and bytes stay as they are")
    func order() throws {
        var files = try FileTree(["text": "t"])
        try files.set("picture", .bytes(.init([0xFF, 0]), isExecutable: false))
        let made = HarborEnvironment(Dockerfile("FROM x\nRUN mkdir -p /home/user\nCOPY * /home/user/in/\nWORKDIR /home/user"), context: files)
        #expect(made.unclear == [] && made.start.paths == ["in/picture", "in/text"])
        #expect(made.start.entries["in/picture"] == .bytes(.init([0xFF, 0])))
    }
}
