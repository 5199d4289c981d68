package dev.gatehouse.server.config.reference;

import dev.gatehouse.server.config.bind.KeyKind;
import dev.gatehouse.server.config.bind.Shape;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** Writes shapes as a page: one section for each group, one row for each key. */
public final class MarkdownWriter {
    private final StringBuilder page = new StringBuilder();

    private MarkdownWriter() {}

    public static String page(String introduction, Shape.Group root) {
        MarkdownWriter writer = new MarkdownWriter();
        writer.page.append(introduction);
        writer.section("", root);
        return writer.page.toString();
    }

    private void section(String path, Shape.Group group) {
        page.append("\n## ")
                .append(path.isEmpty() ? "The top of the file" : "`" + path + "`")
                .append("\n\n| key | type | default | meaning |\n| --- | --- | --- | --- |\n");
        group.fields().forEach(this::row);
        if (!group.notYet().isEmpty()) {
            page.append("\nNot supported yet: ").append(words(group.notYet())).append(".\n");
        }
        for (Shape.Field field : group.fields()) {
            descend(path.isEmpty() ? field.name() : path + "." + field.name(), field.shape());
        }
    }

    private void descend(String path, Shape shape) {
        switch (shape) {
            case Shape.Scalar _, Shape.Tree _ -> {}
            case Shape.ListOf list -> descend(path + "[]", list.items());
            case Shape.MapOf map -> descend(path + ".<name>", map.values());
            case Shape.Group group -> section(path, group);
        }
    }

    private void row(Shape.Field field) {
        page.append("| `")
                .append(field.name())
                .append("` | ")
                .append(type(field.shape()))
                .append(" | ")
                .append(defaultOf(field))
                .append(" | ")
                .append(field.doc().replace("|", "\\|"))
                .append(remarks(field.shape()))
                .append(" |\n");
    }

    private static String type(Shape shape) {
        return switch (shape) {
            case Shape.Scalar scalar -> scalar.typeName();
            case Shape.Tree _ -> "JSON object";
            case Shape.ListOf list -> "list of " + type(list.items());
            case Shape.MapOf map ->
                (map.keys() == KeyKind.ANY ? "name" : keys(map.keys())) + " → " + type(map.values());
            case Shape.Group group ->
                group.shortFor()
                        .map(field -> type(field.shape()) + ", or group")
                        .orElse("group");
        };
    }

    private static String keys(KeyKind keys) {
        return keys.name().toLowerCase(Locale.ROOT);
    }

    private static String defaultOf(Shape.Field field) {
        if (field.required()) {
            return "required";
        }
        return field.defaultText()
                .filter(text -> !text.isEmpty())
                .map(text -> "`" + text + "`")
                .orElse("");
    }

    private static String remarks(Shape shape) {
        return switch (shape) {
            case Shape.Scalar scalar -> remarks(scalar);
            case Shape.ListOf list -> remarks(list.items());
            case Shape.MapOf map -> remarks(map.values());
            case Shape.Group _, Shape.Tree _ -> "";
        };
    }

    private static String remarks(Shape.Scalar scalar) {
        String bounds = scalar.bounds()
                .map(both -> " From `" + both.min() + "` to `" + both.max() + "`.")
                .orElse("");
        String references = scalar.mustRefer()
                ? " A reference, never written out."
                : scalar.mayRefer() ? " May hold references." : "";
        String later = scalar.notYet().isEmpty() ? "" : " Not supported yet: " + words(scalar.notYet()) + ".";
        return bounds + references + later;
    }

    private static String words(Set<String> words) {
        return words.stream().sorted().map(word -> "`" + word + "`").collect(Collectors.joining(", "));
    }
}
