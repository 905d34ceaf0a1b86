import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Writes what java.util.regex answers, one JSON array a line: [pattern, text, matches, pieces of split].
 * Run with JDK 17: java JavaRegex.java > java-regex.jsonl
 */
public class JavaRegex {
  private static final String[] PATTERNS = {
    "", "\\s", "\\s+", "\\S+", "\\d+", "\\D", "\\w+", "\\W+", "\\h", "\\H+", "\\v", "\\V+", "\\R", "\\R\\d?",
    ",", "[,;]\\s*", "[^a-z]", "[^\\W_]+", "[\\w-]+", "[\\W\\d]+", "[a-z&&[^aeiou]]+", "[a-z&&b-y&&[^c]]",
    "[a-c[x-z]]+", "[^\\S\\n]", "[--/]", "[a-]+", "[&b]", "[\\Q]^\\E]", "[\\x41-\\x{5A}]+", "[\\u00e0-\\u00ff]+",
    "\\p{Alpha}+", "\\P{Alpha}+", "\\p{Punct}", "\\p{L}+", "\\P{L}+", "\\pL\\p{M}*", "\\p{IsAlphabetic}+", "\\p{Lu}",
    "\\p{IsLatin}+", "\\p{script=Greek}+", "\\p{Upper}\\p{Lower}*", "\\p{IsWhite_Space}+", "[\\p{Punct}&&[^_-]]",
    "(?i)kelvin|s", "(?i)[k-s]+", "(?i)[^A-C]+", "a(?i)b|C", "(?i:a)B", "(?-i)a", "(?s).+", ".+", ".{2}",
    "^.", ".$", "(?m)^.", "(?m).$", "(?m)^", "(?m)$", "$", "\\Z", "\\z", "\\A.", "\\b", "\\B", "\\b\\w+\\b", "\\b.",
    "(?=[A-Z])", "(?<=[.!?])\\s+", "(?<!a)b", "a(?!b)", "(.)\\1", "(?<c>\\w)\\k<c>", "(a|ab)(c|bcd)?", "(a*)?b",
    "(?:a|b)*?c", "a{2}", "a{2,}?", "(?:[^a]b?){2}", "x*", "x*?", "(?:ab|c)+", "\\Qa.b\\E", "\\x{1F600}",
    "\\uD83D\\uDE00", "\\0101", "\\cI", "\\e|\\a|\\t", "}|]", "\\.|\\-|\\_", "[.](?:\\d{2}|[a-z]+)?",
  };

  private static final String[] TEXTS = {
    "", " ", "The quick, brown;fox  jumps_over 12 lazy-dogs.", "a.b ab abcd aab aaab bb cc",
    "line one\r\nline two\rline three\n\u0085last\u2028\n", "\u00c9t\u00e9 e\u0301t\u00e9 \u03a3\u03c3\u03c2 na\u00efve\u00a0\u212aelvin \u017f Kelvin",
    "A1 \u0661\u0662 \u30c6\u30b9\u30c8 \u4e2d\u6587 x\u0301y _\u0301 \t\u000b\f[&]^-}", "x\ud83d\ude00y \ud835\udc00\ud835\udc01 z\ud83d\ude00",
  };

  public static void main(String[] args) {
    for (String pattern : PATTERNS) {
      Pattern compiled = Pattern.compile(pattern);
      for (String text : TEXTS) {
        List<String> matches = new ArrayList<>();
        Matcher matcher = compiled.matcher(text);
        while (matcher.find()) matches.add(matcher.group());
        List<String> pieces = List.of(compiled.split(text));
        System.out.println("[" + quote(pattern) + "," + quote(text) + "," + list(matches) + "," + list(pieces) + "]");
      }
    }
  }

  private static String list(List<String> items) {
    List<String> quoted = new ArrayList<>();
    for (String item : items) quoted.add(quote(item));
    return "[" + String.join(",", quoted) + "]";
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
