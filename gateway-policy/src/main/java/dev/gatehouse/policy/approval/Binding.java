package dev.gatehouse.policy.approval;

import dev.gatehouse.core.digest.Sha256;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.policy.CallFacts;
import dev.gatehouse.core.policy.Operation;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What an approval is good for, as digests.
 *
 * @param exact this caller through this client, this target, these arguments, under these rules
 * @param likeness the same whatever the client and the arguments
 */
record Binding(String exact, String likeness) {

    static Binding of(CallFacts facts, Operation operation, List<Demanded> demands) {
        String likeness = digest(
                facts.principal().kind().name(),
                facts.principal().issuer(),
                facts.principal().subject(),
                facts.bundle().value(),
                facts.server().value(),
                operation.verb().name(),
                operation.target().upstream().value(),
                operation.target().upstreamName(),
                Demanded.json(demands).toString());
        String exact = digest(
                likeness, facts.principal().key(), canonical(operation.arguments()), answers(operation.answers()));
        return new Binding(exact, likeness);
    }

    /** The order of members and white space make no other call; models write both as they like. */
    static String canonical(Json json) {
        StringBuilder text = new StringBuilder();
        write(json, text);
        return text.toString();
    }

    private static void write(Json json, StringBuilder text) {
        switch (json.kind()) {
            case OBJECT -> {
                text.append('{');
                new TreeMap<>(json.members()).forEach((name, value) -> {
                    text.append(Json.of(name)).append(':');
                    write(value, text);
                    text.append(',');
                });
                text.append('}');
            }
            case ARRAY -> {
                text.append('[');
                json.elements().forEach(element -> {
                    write(element, text);
                    text.append(',');
                });
                text.append(']');
            }
            case STRING -> text.append(Json.of(json.string().orElseThrow()));
            default -> text.append(json);
        }
    }

    private static String answers(Map<String, Json> answers) {
        StringBuilder text = new StringBuilder();
        new TreeMap<>(answers).forEach((key, answer) -> {
            text.append(Json.of(key)).append(':');
            write(answer, text);
        });
        return text.toString();
    }

    /** The parts with their lengths: they cannot run into each other. */
    private static String digest(String... parts) {
        MessageDigest digest = Sha256.begin();
        for (String part : parts) {
            byte[] bytes = part.getBytes(StandardCharsets.UTF_8);
            digest.update(
                    ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).flip());
            digest.update(bytes);
        }
        return HexFormat.of().formatHex(digest.digest());
    }
}
