import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * Writes what java.util.regex answers for generated patterns and texts, one JSON array a line: [pattern, error, index]
 * for a pattern that Java refuses, [pattern, [text, matches, spans], ...] for others. `matches` is 1 where the whole text
 * matches; `spans` holds the matches that find() answers, " " between them: the start and the end of each group, "," between
 * groups, "-" for a group that is not set. A text that Java does not get through is left out.
 *
 * Every second pattern is a plain one. Run with JDK 17: java RegexFuzz.java SEED PATTERNS TEXTS > regex-fuzz.jsonl
 */
public class RegexFuzz {
  private static final int MOST_READS = 3_000_000;

  private static final String[] CHARACTERS = {
    "a", "a", "b", "b", "c", "A", "B", "1", "2", "_", " ", "\n", "\r", "-", "k", "S", "\u00e9", "\u00c9", "\u0301",
    "\u0085", "\u2028", "\u03c3", "\u03c2", "\u03a3", "\u017f", "\u212a", "\u0130", "\u0131", "\u00df", "\u00b5",
    "\u00ff", "\u01c5", "\u1f80", "\u1fb3", "\u4e2d", "\u0661", "\u00a0", "\t", "\ud83d\ude00", "\ud83d\ude01",
    "\ud801\udc00", "\ud801\udc28", "\ud83d", "\ude00",
  };
  private static final String[] ESCAPES = {
    "\\d", "\\D", "\\w", "\\W", "\\s", "\\S", "\\h", "\\H", "\\v", "\\V", "\\t", "\\n", "\\r", "\\f", "\\a", "\\e",
    "\\x61", "\\x{62}", "\\x{1F600}", "\\u0061", "\\uD83D\\uDE00", "\\uD83D", "\\0141", "\\07", "\\cI", "\\Q.a\\E",
    "\\Qb[\\E", "\\_", "\\.",
  };
  private static final String[] PROPERTIES = {
    "p{Lower}", "p{Upper}", "p{Alpha}", "p{Digit}", "p{Alnum}", "p{Punct}", "p{Graph}", "p{Print}", "p{Blank}",
    "p{Cntrl}", "p{XDigit}", "p{Space}", "p{ASCII}", "p{L1}", "p{L}", "pL", "p{Lu}", "p{Ll}", "p{Lt}", "p{M}", "p{Mn}",
    "p{Nd}", "p{LC}", "p{LD}", "p{IsLower}", "p{IsUppercase}", "p{IsAlphabetic}", "p{IsWhite_Space}", "p{IsWord}",
    "p{IsPunctuation}", "p{IsGreek}", "p{IsHan}", "p{script=Latin}", "p{sc=Grek}", "p{InGreek}", "p{InBasic Latin}",
    "p{blk=Emoticons}", "p{gc=Lu}", "p{general_category=Mn}", "p{javaLowerCase}", "p{javaUpperCase}",
    "p{javaWhitespace}", "p{javaMirrored}", "p{javaJavaIdentifierStart}", "p{IsDigit}", "p{Cs}", "p{So}", "p{all}",
  };
  private static final String[] PLACES = {
    "^", "$", "\\A", "\\z", "\\Z", "\\b", "\\B", "\\G", "^", "$",
  };
  private static final String[] FLAGS = {
    "i", "m", "s", "d", "u", "x", "U", "iu", "im", "ix", "dm", "iU", "-i", "-m", "u-i", "iums", "i-s", "x-i",
  };
  private static final String[] COUNTS = {"?", "*", "+", "?", "*", "+", "{0}", "{1}", "{2}", "{0,1}", "{0,2}", "{1,3}", "{2,}", "{0,}"};

  private final Random random;
  private int groups;
  private boolean named;

  private RegexFuzz(long seed) {
    random = new Random(seed);
  }

  public static void main(String[] args) {
    RegexFuzz fuzz = new RegexFuzz(Long.parseLong(args[0]));
    int texts = Integer.parseInt(args[2]);
    for (int i = Integer.parseInt(args[1]); i > 0; i--) fuzz.writePattern(i % 2 == 0 ? 0 : 2, texts);
  }

  private String pick(String[] from) {
    return from[random.nextInt(from.length)];
  }

  private void writePattern(int depth, int texts) {
    groups = 0;
    named = false;
    String pattern = choice(depth);
    if (random.nextInt(20) == 0) pattern = damaged(pattern);
    Pattern compiled;
    try {
      compiled = Pattern.compile(pattern);
    } catch (PatternSyntaxException e) {
      System.out.println("[" + quote(pattern) + "," + quote(e.getDescription()) + "," + e.getIndex() + "]");
      return;
    } catch (RuntimeException e) {
      return;
    }
    StringBuilder row = new StringBuilder("[" + quote(pattern));
    for (int i = 0; i < texts; i++) row.append(answer(compiled, text()));
    System.out.println(row.append(']'));
  }

  private String text() {
    StringBuilder text = new StringBuilder();
    for (int length = random.nextInt(random.nextInt(4) == 0 ? 16 : 7); length > 0; length--) text.append(pick(CHARACTERS));
    return text.toString();
  }

  private String damaged(String pattern) {
    if (pattern.isEmpty()) return "(";
    int at = random.nextInt(pattern.length());
    String extra = random.nextBoolean() ? "" : String.valueOf("()[]{}*+?\\&^-,<>:!=|#".charAt(random.nextInt(21)));
    return pattern.substring(0, at) + extra + pattern.substring(at + random.nextInt(2));
  }

  private String choice(int depth) {
    StringBuilder out = new StringBuilder(sequence(depth));
    while (random.nextInt(5) == 0) out.append('|').append(sequence(depth));
    return out.toString();
  }

  private String sequence(int depth) {
    StringBuilder out = new StringBuilder();
    for (int parts = random.nextInt(depth == 0 ? 5 : 4); parts >= 0; parts--) {
      if (random.nextInt(14) == 0) out.append("(?").append(pick(FLAGS)).append(')');
      out.append(atom(depth));
      if (random.nextInt(5) < 2) out.append(quantifier());
      if (random.nextInt(25) == 0) out.append(pick(new String[] {" ", "#", "\n", "# a\n"}));
    }
    return out.toString();
  }

  private String quantifier() {
    return pick(COUNTS) + pick(new String[] {"", "", "", "?", "+"});
  }

  private String atom(int depth) {
    int kind = random.nextInt(depth < 3 ? 22 : 14);
    if (kind < 6) return literal();
    if (kind < 8) return pick(ESCAPES);
    if (kind < 9) return property();
    if (kind < 10) return characterClass(0);
    if (kind < 11) return ".";
    if (kind < 12) return pick(PLACES);
    if (kind < 13) return groups > 0 ? reference() : literal();
    if (kind < 14) return random.nextInt(3) == 0 ? "\\R" : literal() + literal();
    if (kind < 17) return captured(depth);
    if (kind < 19) return "(?:" + choice(depth + 1) + ")";
    if (kind < 20) return pick(new String[] {"(?=", "(?!", "(?>"}) + choice(depth + 1) + ")";
    if (kind < 21) return pick(new String[] {"(?<=", "(?<!"}) + behind() + ")";
    return "(?" + pick(FLAGS) + ":" + choice(depth + 1) + ")";
  }

  /** Mostly of a greatest length: no references and no repeated groups. */
  private String behind() {
    StringBuilder out = new StringBuilder();
    for (int parts = random.nextInt(3); parts >= 0; parts--) {
      if (random.nextInt(6) == 0) out.append('|');
      out.append(random.nextInt(8) == 0 ? atom(3) : random.nextBoolean() ? literal() : pick(ESCAPES));
      if (random.nextInt(4) == 0) out.append(quantifier());
    }
    return out.toString();
  }

  private String captured(int depth) {
    String open = "(";
    if (!named && random.nextInt(6) == 0) {
      named = true;
      open = "(?<n1>";
    }
    groups++;
    return open + choice(depth + 1) + ")";
  }

  private String reference() {
    if (named && random.nextInt(3) == 0) return "\\k<n1>";
    return "\\" + (1 + random.nextInt(Math.min(9, groups)));
  }

  private String property() {
    return "\\" + (random.nextInt(4) == 0 ? pick(PROPERTIES).replaceFirst("p", "P") : pick(PROPERTIES));
  }

  private String literal() {
    String character = pick(CHARACTERS);
    return character.equals("-") && random.nextBoolean() ? "\\-" : character;
  }

  private String characterClass(int depth) {
    StringBuilder out = new StringBuilder(random.nextInt(3) == 0 ? "[^" : "[");
    for (int members = random.nextInt(4); members >= 0; members--) {
      int kind = random.nextInt(12);
      if (kind < 5) out.append(literal());
      else if (kind < 7) out.append(pick(CHARACTERS)).append('-').append(pick(CHARACTERS));
      else if (kind < 8) out.append(pick(ESCAPES));
      else if (kind < 9) out.append(property());
      else if (kind < 10 && depth < 2) out.append(characterClass(depth + 1));
      else if (kind < 11 && depth < 2) out.append("&&").append(random.nextBoolean() ? characterClass(depth + 1) : literal());
      else out.append(pick(new String[] {"&", "-", "^", "a-c", "A-K", "&&"}));
    }
    return out.append(']').toString();
  }

  private static String answer(Pattern pattern, String text) {
    try {
      int full = pattern.matcher(new Counted(text)).matches() ? 1 : 0;
      Matcher matcher = pattern.matcher(new Counted(text));
      StringBuilder spans = new StringBuilder();
      while (matcher.find()) {
        if (spans.length() > 0) spans.append(' ');
        for (int group = 0; group <= matcher.groupCount(); group++) {
          if (group > 0) spans.append(',');
          spans.append(matcher.start(group) < 0 ? "-" : matcher.start(group) + "-" + matcher.end(group));
        }
      }
      return ",[" + quote(text) + "," + full + "," + quote(spans.toString()) + "]";
    } catch (RuntimeException | StackOverflowError e) {
      return "";
    }
  }

  /** A text that stops a match which reads it too often. */
  private static final class Counted implements CharSequence {
    private final String text;
    private int reads;

    Counted(String text) {
      this.text = text;
    }

    @Override
    public char charAt(int at) {
      if (++reads > MOST_READS) throw new IllegalStateException();
      return text.charAt(at);
    }

    @Override
    public int length() {
      return text.length();
    }

    @Override
    public CharSequence subSequence(int start, int end) {
      return text.subSequence(start, end);
    }

    @Override
    public String toString() {
      return text;
    }
  }

  private static String quote(String text) {
    StringBuilder out = new StringBuilder("\"");
    for (char c : text.toCharArray()) {
      if (c == '"' || c == '\\') out.append('\\').append(c);
      else if (c >= 0x20 && c < 0x7f) out.append(c);
      else out.append(String.format("\\u%04x", (int) c));
    }
    return out.append('"').toString();
  }
}
