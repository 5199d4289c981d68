package dev.gatehouse.policy.schema;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaException;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.SpecificationVersion;
import com.networknt.schema.path.PathType;
import com.networknt.schema.regex.RegularExpression;
import dev.gatehouse.core.json.Json;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * A compiled JSON Schema 2020-12. Nothing is fetched: a reference leads within the schema. Patterns are searched in linear
 * time, so what RE2 does not know, such as back-references, no pattern can hold.
 */
public final class ArgumentSchema {
    public static final int SCHEMA_MAX_BYTES = 64 * 1024;
    public static final int ARGUMENTS_MAX_BYTES = 1024 * 1024;
    private static final int PLACE_CHARS_MAX = 100;

    private static final SchemaRegistry REGISTRY = SchemaRegistry.withDefaultDialect(
            SpecificationVersion.DRAFT_2020_12,
            registry -> registry.schemaCacheEnabled(false)
                    .schemaLoader(loader -> loader.fetchRemoteResources(false))
                    .schemaRegistryConfig(SchemaRegistryConfig.builder()
                            .pathType(PathType.JSON_POINTER)
                            .failFast(true)
                            .regularExpressionFactory(ArgumentSchema::pattern)
                            .build()));

    /** What schemas must look like themselves. */
    private static final ArgumentSchema META = new ArgumentSchema(
            REGISTRY.getSchema(SchemaLocation.of(SpecificationVersion.DRAFT_2020_12.getDialectId())));

    private final Schema schema;

    private ArgumentSchema(Schema schema) {
        this.schema = schema;
    }

    /** What a schema compiles to. */
    public sealed interface Compiled {
        record Usable(ArgumentSchema schema) implements Compiled {}

        record Wrong(String message) implements Compiled {}
    }

    public static Compiled compile(Json text) {
        if (text.length() > SCHEMA_MAX_BYTES) {
            return new Compiled.Wrong("a schema of more than " + SCHEMA_MAX_BYTES + " bytes");
        }
        Optional<String> mistake = META.refuses(text);
        if (mistake.isPresent()) {
            return new Compiled.Wrong("no JSON Schema (" + mistake.get() + ")");
        }
        try {
            Schema schema = REGISTRY.getSchema(text.toString(), InputFormat.JSON);
            schema.initializeValidators();
            return new Compiled.Usable(new ArgumentSchema(schema));
        } catch (SchemaException e) {
            return new Compiled.Wrong(wrong(e));
        } catch (IllegalArgumentException e) {
            return new Compiled.Wrong("no JSON Schema: " + e.getMessage());
        }
    }

    private static String wrong(SchemaException e) {
        return switch (e.getCause()) {
            case IOException elsewhere -> "a reference leads out of the schema: " + elsewhere.getMessage();
            case PatternSyntaxException pattern -> "a pattern that RE2 does not know: " + pattern.getDescription();
            case null, default -> "no JSON Schema: " + e.getMessage();
        };
    }

    /** What does not fit: a place in the arguments and the keyword that refuses it, never a value. Empty when all fits. */
    public Optional<String> refuses(Json arguments) {
        if (arguments.length() > ARGUMENTS_MAX_BYTES) {
            return Optional.of("more than " + ARGUMENTS_MAX_BYTES + " bytes");
        }
        List<Error> errors = schema.validate(arguments.toString(), InputFormat.JSON);
        return errors.stream().findFirst().map(ArgumentSchema::told);
    }

    private static String told(Error error) {
        String place = String.valueOf(error.getInstanceLocation());
        String cut = place.length() > PLACE_CHARS_MAX ? place.substring(0, PLACE_CHARS_MAX) + "…" : place;
        return (cut.isEmpty() ? "the whole" : cut) + ": " + error.getKeyword();
    }

    private static RegularExpression pattern(String text) {
        Pattern pattern = Pattern.compile(text);
        return value -> pattern.matcher(value).find();
    }
}
