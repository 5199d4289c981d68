package dev.gatehouse.server.config.reference;

import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.json.ObjectWriter;
import dev.gatehouse.server.config.bind.Shape;
import java.util.ArrayList;
import java.util.List;

/** Writes a shape as JSON Schema 2020-12. It admits what the binder admits; checks across values it cannot say. */
public final class SchemaWriter {
    private static final String DIALECT = "https://json-schema.org/draft/2020-12/schema";
    private static final Json REFERENCE = Json.object()
            .put("type", "string")
            .put("pattern", "\\$\\{(env|file):")
            .build();

    private SchemaWriter() {}

    public static Json document(String title, Shape.Group root) {
        ObjectWriter document = Json.object().put("$schema", DIALECT).put("title", title);
        schema(root).members().forEach(document::put);
        return document.build();
    }

    private static Json schema(Shape shape) {
        return switch (shape) {
            case Shape.Scalar scalar -> scalar(scalar);
            case Shape.Tree _ ->
                Json.object()
                        .put("type", Json.ofStrings(List.of("object", "string")))
                        .build();
            case Shape.ListOf list ->
                container("array").put("items", schema(list.items())).build();
            case Shape.MapOf map ->
                container("object")
                        .put(
                                "propertyNames",
                                Json.object().put("pattern", map.keys().regex()).build())
                        .put("additionalProperties", schema(map.values()))
                        .build();
            case Shape.Group group -> group(group);
        };
    }

    /** A key with nothing behind it is an empty container. */
    private static ObjectWriter container(String type) {
        return Json.object().put("type", Json.ofStrings(List.of(type, "null")));
    }

    private static Json group(Shape.Group group) {
        ObjectWriter properties = Json.object();
        List<String> required = new ArrayList<>();
        for (Shape.Field field : group.fields()) {
            properties.put(field.name(), property(field));
            if (field.required()) {
                required.add(field.name());
            }
        }
        ObjectWriter schema =
                container("object").put("properties", properties.build()).put("additionalProperties", false);
        if (!required.isEmpty()) {
            schema.put("required", Json.ofStrings(required));
        }
        return orShort(group, schema.build());
    }

    private static Json orShort(Shape.Group group, Json schema) {
        return group.shortFor()
                .map(field -> Json.object()
                        .put("anyOf", Json.of(List.of(schema(field.shape()), schema)))
                        .build())
                .orElse(schema);
    }

    private static Json property(Shape.Field field) {
        Json schema = schema(field.shape()).with("description", Json.of(field.doc()));
        return field.defaultText()
                .map(text -> schema.with("default", literal(schema, text)))
                .orElse(schema);
    }

    private static Json scalar(Shape.Scalar scalar) {
        if (scalar.mustRefer()) {
            return REFERENCE;
        }
        Json schema = bounded(scalar);
        return scalar.mayRefer() && !schema.member("type").filter(Json::isArray).isPresent()
                ? Json.object()
                        .put("anyOf", Json.of(List.of(schema, REFERENCE)))
                        .build()
                : schema;
    }

    private static Json bounded(Shape.Scalar scalar) {
        Json schema = scalar.schema();
        if (scalar.bounds().isEmpty() || !isInteger(schema)) {
            return schema;
        }
        Shape.Bounds bounds = scalar.bounds().get();
        return schema.with("minimum", literal(schema, bounds.min())).with("maximum", literal(schema, bounds.max()));
    }

    private static Json literal(Json schema, String text) {
        if (isInteger(schema)) {
            return Json.of(Long.parseLong(text));
        }
        if (schema.member("items").isPresent()) {
            return Json.ofStrings(List.of(text.substring(1, text.length() - 1).split(", ")));
        }
        return schema.text("type").filter("boolean"::equals).isPresent()
                ? Json.of(Boolean.parseBoolean(text))
                : Json.of(text);
    }

    private static boolean isInteger(Json schema) {
        return schema.text("type").filter("integer"::equals).isPresent();
    }
}
