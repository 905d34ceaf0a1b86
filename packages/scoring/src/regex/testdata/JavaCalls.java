import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Writes what split with limits and replaceAll answer, one JSON array a line: ["split", pattern, text, limit, pieces] and
 * ["replace", pattern, text, replacement, result], result null where Java fails.
 * Run with JDK 17: java JavaCalls.java > java-calls.jsonl
 */
public class JavaCalls {
  private static final String[] PATTERNS = {"", ",", "b*", "(a)(b)?", "(?<first>\\w)(?<rest>\\w*)", "(?=b)", "\\b", "(x)|.", "$"};
  private static final String[] TEXTS = {"", ",", "a,b,,c,,", ",ab,abb", "abab", "ab cd", "\ud83d\ude00b,\ud83d\ude00", "a\n"};
  private static final int[] LIMITS = {-1, 0, 1, 2, 3};
  private static final String[] REPLACEMENTS = {
    "", "-", "[$0]", "$1$2", "${first}.${rest}", "\\$1\\\\", "$12", "$3", "$", "\\", "${none}", "${first", "${1}", "$x", "a$1b",
    "${}", "${fi-rst}",
  };

  public static void main(String[] args) {
    for (String pattern : PATTERNS) {
      Pattern compiled = Pattern.compile(pattern);
      for (String text : TEXTS) {
        String start = "\"," + quote(pattern) + "," + quote(text) + ",";
        for (int limit : LIMITS) {
          List<String> pieces = new ArrayList<>();
          for (String piece : Arrays.asList(compiled.split(text, limit))) pieces.add(quote(piece));
          System.out.println("[\"split" + start + limit + ",[" + String.join(",", pieces) + "]]");
        }
        for (String replacement : REPLACEMENTS) {
          String result;
          try {
            result = quote(compiled.matcher(text).replaceAll(replacement));
          } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
            result = "null";
          }
          System.out.println("[\"replace" + start + quote(replacement) + "," + result + "]");
        }
      }
    }
  }

  private static String quote(String text) {
    StringBuilder out = new StringBuilder("\"");
    for (char c : text.toCharArray()) {
      boolean plain = c >= 0x20 && c < 0x7f && c != '"' && c != '\\';
      out.append(plain ? String.valueOf(c) : String.format("\\u%04x", (int) c));
    }
    return out.append('"').toString();
  }
}
