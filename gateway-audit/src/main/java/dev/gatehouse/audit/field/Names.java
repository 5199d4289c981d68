package dev.gatehouse.audit.field;

import dev.gatehouse.core.audit.FieldClass;
import dev.gatehouse.core.database.Transaction;
import dev.gatehouse.core.json.ArrayWriter;
import dev.gatehouse.core.json.Cursor;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.json.JsonSyntaxException;
import dev.gatehouse.core.json.ObjectWriter;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Puts names and payloads back for those who may read them, as far as their keys are there. To be made for one answer: it asks the
 * database once for all pseudonyms that it is shown.
 */
public final class Names {
    /** Pseudonyms of one name beyond this many are not searched for. */
    public static final int FORMS_MAX = 64;

    private final SubjectKeys keys;
    private final Map<String, SubjectKey> known = new HashMap<>();
    private final Map<String, Instant> erased = new HashMap<>();

    private Names(SubjectKeys keys) {
        this.keys = keys;
    }

    /** Those that stand in these texts. */
    public static Names in(SubjectKeys keys, Collection<String> texts) throws SQLException {
        Names names = new Names(keys);
        Set<String> wanted = new HashSet<>();
        for (String text : texts) {
            for (String id : Pseudonym.in(text)) {
                keys.withId(id).ifPresentOrElse(key -> names.known.put(id, key), () -> wanted.add(id));
            }
        }
        if (!wanted.isEmpty()) {
            names.read(wanted);
        }
        return names;
    }

    private void read(Set<String> ids) throws SQLException {
        Map<String, SubjectKeyTable.Row> rows =
                Transaction.run(keys.database(), connection -> SubjectKeyTable.byId(connection, ids));
        rows.forEach((id, row) -> {
            row.erasedAt().ifPresent(at -> erased.put(id, at));
            row.sealed().flatMap(text -> keys.seal().open(id, text)).ifPresent(key -> known.put(id, key));
        });
    }

    /** The text with names in place of their pseudonyms; {@code (erased DAY)} where a key is no more. */
    public String put(String text) {
        String rest = text;
        for (String id : Pseudonym.in(text)) {
            rest = rest.replace(id, name(id));
        }
        return rest;
    }

    private String name(String id) {
        SubjectKey key = known.get(id);
        return key != null ? key.name() : gone(id).orElse(id);
    }

    private Optional<String> gone(String id) {
        return Optional.ofNullable(erased.get(id))
                .map(at -> "(erased " + LocalDate.ofInstant(at, ZoneOffset.UTC) + ")");
    }

    /** A record with names and encrypted members put back; as it is when it is no JSON. */
    public byte[] record(byte[] head) {
        try {
            Json read = Json.read(head);
            return put(read, read, "").bytes();
        } catch (JsonSyntaxException _) {
            return head;
        }
    }

    /** What is kept beside a record, out from under its key; as it is where it is under none. */
    public byte[] payload(byte[] head, byte[] kept) {
        try {
            Json value = Json.read(kept);
            return isEncrypted(value)
                    ? opened(Json.read(head), Place.PAYLOAD, value).bytes()
                    : kept;
        } catch (JsonSyntaxException _) {
            return kept;
        }
    }

    private Json put(Json head, Json value, String member) {
        return switch (value.kind()) {
            case STRING -> Json.of(put(value.string().orElse("")));
            case ARRAY -> {
                ArrayWriter to = Json.array();
                value.elements().forEach(element -> to.add(put(head, element, "")));
                yield to.build();
            }
            case OBJECT -> isEncrypted(value) ? opened(head, member, value) : object(head, value);
            default -> value;
        };
    }

    private Json object(Json head, Json value) {
        ObjectWriter to = Json.object();
        Cursor member = value.cursor();
        while (member.next()) {
            to.put(member.name(), put(head, member.value(), member.name()));
        }
        return to.build();
    }

    private static boolean isEncrypted(Json value) {
        return value.isObject()
                && value.text(SubjectKey.ENCRYPTED).isPresent()
                && value.text(SubjectKey.CIPHERTEXT).isPresent();
    }

    /** The value; in its place that it is gone, or itself where nobody here has its key. */
    private Json opened(Json head, String member, Json sealed) {
        String id = sealed.text(SubjectKey.ENCRYPTED).orElse("");
        return Optional.ofNullable(known.get(id))
                .flatMap(key -> key.open(Place.of(head, member), sealed))
                .flatMap(Names::json)
                .or(() -> gone(id).map(Json::of))
                .orElse(sealed);
    }

    private static Optional<Json> json(byte[] plain) {
        try {
            return Optional.of(Json.read(plain));
        } catch (JsonSyntaxException _) {
            return Optional.of(Json.of(new String(plain, StandardCharsets.UTF_8)));
        }
    }

    /** All that stands in records for a name: itself, its keyed hashes, and the ids of its keys. */
    public static List<String> forms(SubjectKeys keys, String name) throws SQLException {
        Set<String> forms = new LinkedHashSet<>(List.of(name));
        Optional<String[]> person = People.nameAndId(name);
        if (person.isEmpty()) {
            forms.addAll(of(keys, name));
        } else {
            List<String> ids = of(keys, person.get()[1]);
            of(keys, person.get()[0]).forEach(one -> ids.forEach(id -> forms.add(one + " (person " + id + ")")));
        }
        return forms.stream().limit(FORMS_MAX).toList();
    }

    /** How a name is written that somebody asked for: no key is made for a question. */
    public static String asked(SubjectKeys keys, String name, FieldClass wanted) throws SQLException {
        if (wanted == FieldClass.PLAIN) {
            return name;
        }
        String hashed = keys.seal().hashed(name);
        return forms(keys, name).stream()
                .filter(form ->
                        wanted == FieldClass.ENCRYPTED && !Pseudonym.in(form).isEmpty())
                .findFirst()
                .orElse(hashed);
    }

    private static List<String> of(SubjectKeys keys, String name) throws SQLException {
        List<String> forms = new ArrayList<>(keys.seal().allHashed(name));
        Set<String> ids = new LinkedHashSet<>();
        keys.known(name).ifPresent(key -> ids.add(key.id()));
        for (SubjectKeyTable.Row row : Transaction.run(
                keys.database(),
                connection -> SubjectKeyTable.byName(connection, keys.seal().lookups(name), FORMS_MAX))) {
            row.sealed()
                    .flatMap(text -> keys.seal().open(row.id(), text))
                    .filter(key -> key.name().equals(name))
                    .ifPresent(key -> ids.add(key.id()));
        }
        forms.addAll(ids);
        return forms;
    }
}
