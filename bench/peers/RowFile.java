import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Rows between tabs: a header of names with their types (":double" or ":string"), an empty cell is null. */
final class RowFile {
  final List<String> names = new ArrayList<>();
  final List<Boolean> numeric = new ArrayList<>();
  final List<Map<String, Object>> rows = new ArrayList<>();

  RowFile(Path path) throws IOException {
    List<String> lines = Files.readAllLines(path);
    for (String field : lines.get(0).split("\t")) {
      int colon = field.lastIndexOf(':');
      names.add(field.substring(0, colon));
      numeric.add(field.endsWith(":double"));
    }
    for (String line : lines.subList(1, lines.size())) rows.add(parse(line.split("\t", -1)));
  }

  private Map<String, Object> parse(String[] cells) {
    Map<String, Object> row = new LinkedHashMap<>();
    for (int i = 0; i < cells.length; i++) {
      if (cells[i].isEmpty()) row.put(names.get(i), null);
      else row.put(names.get(i), numeric.get(i) ? (Object) Double.valueOf(cells[i]) : cells[i]);
    }
    return row;
  }
}
