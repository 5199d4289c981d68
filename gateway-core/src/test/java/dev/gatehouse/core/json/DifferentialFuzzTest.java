package dev.gatehouse.core.json;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.TokenStreamFactory;
import tools.jackson.core.json.JsonFactory;

/** Another reader as oracle: it may accept what we refuse for a reason in a closed list, never the other way round. */
class DifferentialFuzzTest {
    private static final int MUTATIONS = 250_000 * Integer.getInteger("gatehouse.fuzz", 1);
    private static final long SEED = 20_261_120L;
    private static final Set<Fault> STRICTER_THAN_THE_ORACLE = EnumSet.of(
            Fault.DEPTH_LIMIT,
            Fault.NAME_LIMIT,
            Fault.NUMBER_LIMIT,
            Fault.LONE_SURROGATE,
            Fault.BYTE_ORDER_MARK,
            Fault.INVALID_UTF8);

    private static final TokenStreamFactory ORACLE = JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .disable(TokenStreamFactory.Feature.CHARSET_DETECTION)
            .build();

    @Test
    void acceptsOnlyWhatTheOracleAcceptsAndReadsItTheSameWay() {
        Mutator mutator = new Mutator(SEED);
        Map<Fault, Integer> refusals = new EnumMap<>(Fault.class);
        int accepted = 0;
        for (int i = 0; i < MUTATIONS; i++) {
            byte[] document = mutator.next();
            Optional<String> oracle = oracle(document);
            try {
                String ours = describe(Json.read(document.clone()));
                assertThat(oracle).as(() -> text(document)).hasValue(ours);
                accepted++;
            } catch (JsonSyntaxException e) {
                refusals.merge(e.fault(), 1, Integer::sum);
                if (oracle.isPresent()) {
                    assertThat(e.fault())
                            .as(() -> e.getMessage() + ": " + text(document))
                            .isIn(STRICTER_THAN_THE_ORACLE);
                }
                if (e.fault() == Fault.INVALID_UTF8) {
                    assertThat(isUtf8(document)).as(() -> text(document)).isFalse();
                }
            }
        }
        // Without these the test could pass by never trying.
        assertThat(accepted).isGreaterThan(MUTATIONS / 50);
        assertThat(refusals.keySet()).containsAll(EnumSet.complementOf(EnumSet.of(Fault.TOKEN_LIMIT)));
    }

    private static Optional<String> oracle(byte[] document) {
        try (JsonParser parser = ORACLE.createParser(ObjectReadContext.empty(), document)) {
            StringBuilder out = new StringBuilder();
            int depth = 0;
            do {
                JsonToken token = parser.nextToken();
                if (token == null) {
                    return Optional.empty();
                }
                depth += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
                describe(parser, token, out);
            } while (depth > 0);
            return parser.nextToken() == null ? Optional.of(out.toString()) : Optional.empty();
        } catch (JacksonException e) {
            return Optional.empty();
        }
    }

    private static void describe(JsonParser parser, JsonToken token, StringBuilder out) {
        switch (token) {
            case PROPERTY_NAME -> out.append('"').append(parser.currentName()).append("\":");
            case VALUE_STRING -> out.append('"').append(parser.getString()).append("\",");
            case START_OBJECT, START_ARRAY -> out.append(token.asString());
            case END_OBJECT, END_ARRAY -> out.append(token.asString()).append(',');
            default -> out.append(parser.getString()).append(',');
        }
    }

    private static String describe(Json json) {
        StringBuilder out = new StringBuilder();
        describe(json, out);
        return out.toString();
    }

    private static void describe(Json json, StringBuilder out) {
        switch (json.kind()) {
            case OBJECT -> {
                out.append('{');
                json.members().forEach((name, value) -> {
                    assertThat(json.member(name)).hasValue(value);
                    describe(value, out.append('"').append(name).append("\":"));
                });
                out.append("},");
            }
            case ARRAY -> {
                out.append('[');
                json.elements().forEach(element -> describe(element, out));
                out.append("],");
            }
            case STRING -> out.append('"').append(json.string().orElseThrow()).append("\",");
            default -> out.append(json).append(',');
        }
    }

    private static boolean isUtf8(byte[] bytes) {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
            return true;
        } catch (CharacterCodingException e) {
            return false;
        }
    }

    private static String text(byte[] document) {
        return new String(document, StandardCharsets.ISO_8859_1);
    }
}
