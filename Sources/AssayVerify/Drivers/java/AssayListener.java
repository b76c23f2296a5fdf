// Runs JUnit Jupiter tests and tells each event as one JSON object a line after a nonce.
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.platform.engine.DiscoverySelector;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.TestPlan;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

public class AssayListener implements TestExecutionListener {
  /** Whether each test has a name of its own, by its class and its place among those of one method. */
  private static final boolean FULL = "full".equals(System.getenv("ASSAY_NAMES"));

  private final String nonce;
  private TestPlan plan;
  private final PrintStream out = new PrintStream(new FileOutputStream(FileDescriptor.out), true);

  AssayListener(String nonce) {
    this.nonce = nonce;
  }

  public static void main(String[] arguments) throws IOException {
    // The nonce is gone before anything of the candidate is loaded.
    Path given = Path.of(arguments[0]);
    AssayListener listener = new AssayListener(Files.readString(given));
    Files.delete(given);
    Path root = Path.of(arguments[1]);
    listener.tellCopies(root);
    var selected = new ArrayList<DiscoverySelector>(DiscoverySelectors.selectClasspathRoots(Set.of(root)));
    for (int i = 2; i < arguments.length; i++) {
      for (Class<?> test : taken(root, arguments[i])) selected.add(DiscoverySelectors.selectClass(test));
    }
    var request = LauncherDiscoveryRequestBuilder.request().selectors(selected).build();
    LauncherFactory.create().execute(request, listener);
    System.exit(0);
  }

  /**
   * Loads the classes of a test's source, and removes their files before anything of the candidate runs, which could read in them
   * what is expected.
   */
  private static List<Class<?>> taken(Path root, String source) throws IOException {
    List<Class<?>> classes = new ArrayList<>();
    String whole = source.substring(0, source.length() - ".java".length());
    // The folders of a package may lie in others.
    while (whole.contains("/") && !Files.exists(root.resolve(whole + ".class"))) whole = whole.substring(whole.indexOf('/') + 1);
    String name = whole;
    if (!Files.exists(root.resolve(name + ".class"))) return classes;
    Path folder = root.resolve(name).getParent();
    List<Path> files;
    try (var found = Files.list(folder)) {
      files = found.filter(file -> root.relativize(file).toString().replaceAll("(\\$.*)?\\.class$", "").equals(name)).toList();
    }
    for (Path file : files) {
      String path = root.relativize(file).toString();
      if (!path.endsWith(".class")) continue;
      try {
        classes.add(Class.forName(path.substring(0, path.length() - ".class".length()).replace('/', '.'), false, ClassLoader.getSystemClassLoader()));
      } catch (ClassNotFoundException | LinkageError error) {
        // What cannot be loaded yet stays, and fails as it would.
        continue;
      }
      Files.delete(file);
    }
    return classes;
  }

  /** Tells the first class of the tree that the class path has from elsewhere: the libraries of the tests come first. */
  private void tellCopies(Path root) {
    List<String> classes;
    try (var files = Files.walk(root)) {
      classes = files.map(file -> root.relativize(file).toString()).filter(name -> name.endsWith(".class")).toList();
    } catch (IOException error) {
      throw new IllegalStateException("the classes cannot be listed", error);
    }
    for (String name : classes) {
      URL place = ClassLoader.getSystemResource(name);
      if (place == null || place.toString().equals("file:" + root.resolve(name))) continue;
      String module = name.substring(0, name.length() - ".class".length()).replace('/', '.');
      out.println(nonce + " {\"event\":\"foreign\",\"name\":" + quoted(module) + ",\"path\":" + quoted(place.toString()) + "}");
      return;
    }
  }

  @Override
  public void testPlanExecutionStarted(TestPlan plan) {
    this.plan = plan;
  }

  @Override
  public void executionStarted(TestIdentifier test) {
    if (test.isTest()) tell("started", test, null);
  }

  @Override
  public void executionSkipped(TestIdentifier test, String reason) {
    // Of a disabled class, each test is one that was skipped.
    if (FULL && !test.isTest()) plan.getDescendants(test).stream().filter(TestIdentifier::isTest).forEach(one -> tell("skipped", one, null));
    else tell("skipped", test, null);
  }

  @Override
  public void executionFinished(TestIdentifier test, TestExecutionResult result) {
    boolean passed = result.getStatus() == TestExecutionResult.Status.SUCCESSFUL;
    if (!test.isTest() && passed) return;
    tell(passed ? "passed" : "failed", test, result.getThrowable().orElse(null));
  }

  @Override
  public void testPlanExecutionFinished(TestPlan plan) {
    out.println(nonce + " {\"event\":\"end\"}");
  }

  private void tell(String event, TestIdentifier test, Throwable error) {
    String method = test.getSource().map(s -> s instanceof MethodSource m ? m.getMethodName() : null).orElse(null);
    String owner = test.getSource().map(s -> s instanceof MethodSource m ? m.getClassName() : null).orElse(null);
    StringBuilder line = new StringBuilder(nonce + " {\"event\":\"" + event + "\"");
    line.append(",\"name\":").append(quoted(method == null ? test.getDisplayName() : FULL ? owner + "." + method + cases(test) : method));
    if (error != null) {
      line.append(",\"message\":").append(quoted(error.toString()));
      for (StackTraceElement frame : error.getStackTrace()) {
        if (owner == null || !frame.getClassName().equals(owner)) continue;
        line.append(",\"line\":").append(frame.getLineNumber());
        line.append(",\"path\":").append(quoted(String.valueOf(frame.getFileName())));
        break;
      }
    }
    out.println(line.append("}"));
  }

  /** The place of a test among those of its method, such as ` [2] of 3`. */
  private static String cases(TestIdentifier test) {
    StringBuilder places = new StringBuilder();
    for (var segment : test.getUniqueIdObject().getSegments()) {
      if (segment.getValue().startsWith("#")) places.append(" [").append(segment.getValue().substring(1)).append("]");
    }
    return places.isEmpty() ? "" : places + " " + test.getDisplayName();
  }

  private static String quoted(String text) {
    StringBuilder quoted = new StringBuilder("\"");
    for (char c : text.toCharArray()) {
      if (c == '"' || c == '\\') quoted.append('\\').append(c);
      else if (c < 0x20) quoted.append(String.format("\\u%04x", (int) c));
      else quoted.append(c);
    }
    return quoted.append('"').toString();
  }
}
