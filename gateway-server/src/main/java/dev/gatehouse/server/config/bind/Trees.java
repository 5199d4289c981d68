package dev.gatehouse.server.config.bind;

import dev.gatehouse.core.json.ArrayWriter;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.json.JsonSyntaxException;
import dev.gatehouse.core.json.ObjectWriter;
import dev.gatehouse.server.config.yaml.YamlNode;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads a part of the file as JSON, as YAML's core schema does: what is quoted is text. */
final class Trees {
    private static final Pattern NUMBER = Pattern.compile("-?(0|[1-9][0-9]*)(\\.[0-9]+)?([eE][-+]?[0-9]+)?");

    private Trees() {}

    static Json json(YamlNode node) {
        return switch (node) {
            case YamlNode.Mapping mapping -> {
                ObjectWriter object = Json.object();
                mapping.entries().forEach(entry -> object.put(entry.key(), json(entry.value())));
                yield object.build();
            }
            case YamlNode.Sequence sequence -> {
                ArrayWriter array = Json.array();
                sequence.items().forEach(item -> array.add(json(item)));
                yield array.build();
            }
            case YamlNode.Scalar scalar -> scalar(scalar);
        };
    }

    /** The whole tree, also where it is written as the text of a JSON object. */
    static Optional<Json> object(YamlNode node) {
        try {
            Json read = node instanceof YamlNode.Scalar scalar ? Json.read(scalar.text()) : json(node);
            return Optional.of(read).filter(Json::isObject);
        } catch (JsonSyntaxException _) {
            return Optional.empty();
        }
    }

    private static Json scalar(YamlNode.Scalar scalar) {
        if (scalar.empty()) {
            return Json.NULL;
        }
        boolean literal = scalar.plain()
                && (scalar.text().equals("true")
                        || scalar.text().equals("false")
                        || NUMBER.matcher(scalar.text()).matches());
        try {
            return literal ? Json.read(scalar.text()) : Json.of(scalar.text());
        } catch (JsonSyntaxException _) {
            return Json.of(scalar.text());
        }
    }
}
