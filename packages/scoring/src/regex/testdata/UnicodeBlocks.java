import java.util.ArrayList;
import java.util.List;

/** Writes the rows of unicode-blocks.ts, NAME FIRST LAST, "|" between them. Run with JDK 17: java UnicodeBlocks.java */
public class UnicodeBlocks {
  public static void main(String[] args) {
    List<String> rows = new ArrayList<>();
    int first = 0;
    for (int point = 1; point <= Character.MAX_CODE_POINT + 1; point++) {
      Character.UnicodeBlock block = Character.UnicodeBlock.of(first);
      if (point <= Character.MAX_CODE_POINT && block == Character.UnicodeBlock.of(point)) continue;
      String name = String.valueOf(block).replace("_", "");
      if (block != null) rows.add(name + " " + Integer.toHexString(first) + " " + Integer.toHexString(point - 1));
      first = point;
    }
    System.out.println(String.join("|", rows));
  }
}
