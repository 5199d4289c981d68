package dev.gatehouse.server.config.bind;

import dev.gatehouse.core.identity.Nearest;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.server.config.yaml.KeyPath;
import dev.gatehouse.server.config.yaml.Position;
import dev.gatehouse.server.config.yaml.Report;
import dev.gatehouse.server.config.yaml.YamlNode;
import dev.gatehouse.server.config.yaml.YamlReader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Binds a tree to a record. It always gives one: where a value is wrong it reports that and goes on with a stand-in, so
 * that all problems are found at once. Whether the record may be used, the report says.
 */
public final class Binder {
    private static final YamlNode ABSENT = new YamlNode.Scalar(Position.START, "", true, true);

    private final Scalars scalars;
    private final Report report;

    /** @param base what relative paths are relative to */
    public Binder(References references, Path base, Report report) {
        this.scalars = new Scalars(references, base, report);
        this.report = report;
    }

    public <T extends Record> T bind(Class<T> type, YamlNode root) {
        report.place(KeyPath.ROOT, root.at());
        return type.cast(bind(ShapeReader.group(type), root, KeyPath.ROOT));
    }

    private Object bind(Shape shape, YamlNode node, KeyPath path) {
        return switch (shape) {
            case Shape.Scalar scalar -> scalars.bind(scalar, node, path);
            case Shape.Tree _ -> tree(node, path);
            case Shape.ListOf list -> list(list, node, path);
            case Shape.MapOf map -> map(map, node, path);
            case Shape.Group group -> group(group, node, path);
        };
    }

    private Json tree(YamlNode node, KeyPath path) {
        Optional<Json> read = isNothing(node) ? Optional.empty() : Trees.object(node);
        if (read.isEmpty()) {
            report.problem(path, "expected a mapping, or the text of a JSON object");
        }
        return read.orElse(Json.EMPTY_OBJECT);
    }

    private List<Object> list(Shape.ListOf shape, YamlNode node, KeyPath path) {
        List<Object> bound = new ArrayList<>();
        if (node instanceof YamlNode.Sequence sequence) {
            for (YamlNode item : sequence.items()) {
                KeyPath at = path.index(bound.size());
                report.place(at, item.at());
                bound.add(bind(shape.items(), item, at));
            }
        } else if (!isNothing(node)) {
            report.problem(path, "expected a list, found " + node.kind());
        }
        return List.copyOf(bound);
    }

    private Map<String, Object> map(Shape.MapOf shape, YamlNode node, KeyPath path) {
        Map<String, Object> bound = new LinkedHashMap<>();
        for (YamlNode.Entry entry : entries(node, path)) {
            KeyPath at = path.key(entry.key());
            report.place(at, entry.value().at());
            if (!shape.keys().admits(entry.key())) {
                report.problem(
                        at,
                        entry.at(),
                        "\"" + entry.key() + "\": expected " + shape.keys().expected());
            }
            bound.put(entry.key(), bind(shape.values(), entry.value(), at));
        }
        return Collections.unmodifiableMap(bound);
    }

    private Object group(Shape.Group shape, YamlNode node, KeyPath path) {
        if (node instanceof YamlNode.Sequence && shape.shortFor().isPresent()) {
            return shortened(shape, shape.shortFor().get(), node, path);
        }
        Map<String, YamlNode> written = new LinkedHashMap<>();
        for (YamlNode.Entry entry : entries(node, path)) {
            if (shape.fields().stream().anyMatch(field -> field.name().equals(entry.key()))) {
                report.place(path.key(entry.key()), entry.value().at());
                written.put(entry.key(), entry.value());
            } else {
                refuseKey(shape, entry, path);
            }
        }
        Object[] arguments = shape.fields().stream()
                .map(field -> field(field, written.getOrDefault(field.name(), ABSENT), path.key(field.name())))
                .toArray();
        return Construction.of(shape.constructor(), arguments);
    }

    /** What is written stands for the value of one key, and keeps the path it has in the file. */
    private Object shortened(Shape.Group shape, Shape.Field written, YamlNode node, KeyPath path) {
        Object[] arguments = shape.fields().stream()
                .map(field ->
                        field.equals(written) ? field(field, node, path) : field(field, ABSENT, path.key(field.name())))
                .toArray();
        return Construction.of(shape.constructor(), arguments);
    }

    /** A key with nothing behind it counts as left out. */
    private Object field(Shape.Field field, YamlNode node, KeyPath path) {
        if (field.optional()) {
            return isNothing(node) ? Optional.empty() : Optional.of(bind(field.shape(), node, path));
        }
        if (isNothing(node) && field.shape() instanceof Shape.Scalar scalar) {
            if (field.required()) {
                report.problem(path, "this key is required");
            }
            return scalars.standIn(scalar, field.defaultText());
        }
        Optional<YamlNode> usual =
                isNothing(node) ? field.defaultText().flatMap(text -> YamlReader.read(text, report)) : Optional.empty();
        return bind(field.shape(), usual.orElse(node), path);
    }

    private List<YamlNode.Entry> entries(YamlNode node, KeyPath path) {
        if (node instanceof YamlNode.Mapping mapping) {
            return mapping.entries();
        }
        if (!isNothing(node)) {
            report.problem(path, "expected a mapping, found " + node.kind());
        }
        return List.of();
    }

    private void refuseKey(Shape.Group shape, YamlNode.Entry entry, KeyPath path) {
        List<String> known = shape.fields().stream().map(Shape.Field::name).toList();
        String why = shape.notYet().contains(entry.key())
                ? "`" + entry.key() + "` is not supported yet"
                : "unknown key `" + entry.key() + "`" + Nearest.hint(entry.key(), known);
        report.problem(path.key(entry.key()), entry.at(), why);
    }

    private static boolean isNothing(YamlNode node) {
        return node instanceof YamlNode.Scalar scalar && scalar.empty();
    }
}
