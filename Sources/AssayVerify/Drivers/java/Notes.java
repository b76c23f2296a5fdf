// Notes once for each number that an assertion of a test was reached.
package assay;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

public final class Notes {
  private static final Set<Integer> REACHED = ConcurrentHashMap.newKeySet();

  private Notes() {}

  public static void reached(int unit) {
    String nonce = System.getenv("ASSAY_NOTES");
    if (nonce == null || !REACHED.add(unit)) return;
    try {
      Files.writeString(
          Path.of("/results/notes"), nonce + " " + unit + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    } catch (IOException error) {
      throw new IllegalStateException("a note cannot be written", error);
    }
  }
}
