package dev.gatehouse.audit.field;

import static dev.gatehouse.core.audit.FieldClass.DROPPED;
import static dev.gatehouse.core.audit.FieldClass.ENCRYPTED;
import static dev.gatehouse.core.audit.FieldClass.PLAIN;

import dev.gatehouse.audit.event.EncodedEvent;
import dev.gatehouse.core.audit.AuditEvent;
import dev.gatehouse.core.audit.AuditField;
import dev.gatehouse.core.audit.AuditUnavailableException;
import dev.gatehouse.core.audit.FieldClass;
import dev.gatehouse.core.audit.FieldClasses;
import dev.gatehouse.core.json.ArrayWriter;
import dev.gatehouse.core.json.Cursor;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.json.ObjectWriter;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** One event on its way into the form in which it is recorded: member by member, in the order they were written in. */
final class VeiledEvent {
    /** What became of which fields. */
    static final String MEMBER = "fields";

    private static final int EXPECTED_BYTES = 1_024;

    private final AuditEvent event;
    private final Json head;
    private final Optional<Json> keptPlain;
    private final People people;
    private final ObjectWriter out = Json.object(EXPECTED_BYTES);
    private final Optional<String> whose;
    private Optional<SubjectKey> payloadKey = Optional.empty();

    VeiledEvent(AuditEvent event, EncodedEvent written, FieldClasses classes, People.Source source) {
        this.event = event;
        this.head = written.head();
        this.keptPlain = written.kept();
        this.people = new People(classes, source, !(event instanceof AuditEvent.TokenRefused));
        this.whose = Whose.is(event);
    }

    EncodedEvent veiled() throws AuditUnavailableException {
        FieldClass payload = payloadClass();
        Cursor member = head.cursor();
        while (member.next()) {
            member(member.name(), member.value(), payload);
        }
        Map<AuditField, FieldClass> done = people.done();
        if (!done.isEmpty()) {
            ObjectWriter told = Json.object();
            done.forEach((field, what) -> told.put(field.label(), what.name().toLowerCase(Locale.ROOT)));
            out.put(MEMBER, told.build());
        }
        return new EncodedEvent(out.build(), kept(payload));
    }

    /** Without a key there is none under which it could be kept, and it is dropped. */
    private FieldClass payloadClass() throws AuditUnavailableException {
        boolean questionsAreStricter =
                people.classOf(AuditField.QUESTIONS).compareTo(people.classOf(AuditField.ARGUMENTS)) > 0;
        AuditField field = Whose.payload(event, questionsAreStricter);
        FieldClass wanted = people.classOf(field);
        boolean isThere =
                head.member("arguments").isPresent() || head.member("result").isPresent();
        if (wanted == PLAIN || !isThere) {
            return PLAIN;
        }
        if (wanted == ENCRYPTED && whose.isPresent()) {
            payloadKey = payloadKey(whose.get());
        }
        FieldClass done = payloadKey.isPresent() ? ENCRYPTED : DROPPED;
        people.did(field, done);
        return done;
    }

    /** An outcome is owed, so it is not refused for want of a key: it loses its payload, and says so. */
    private Optional<SubjectKey> payloadKey(String name) throws AuditUnavailableException {
        try {
            return Optional.of(people.key(name));
        } catch (AuditUnavailableException e) {
            if (event instanceof AuditEvent.CallCompleted) {
                return Optional.empty();
            }
            throw e;
        }
    }

    private void member(String name, Json value, FieldClass payload) throws AuditUnavailableException {
        switch (name) {
            case "principal" -> out.put(name, principal(value));
            case "owner" -> owner(value);
            case "peer" -> out.putIf(name, people.address(text(value)));
            case "subject" -> name(out, name, value, Optional.empty());
            case "clientId" -> name(out, name, value, agentOf(value, head.text("subject")));
            case "actor", "source" -> out.put(name, people.actor(text(value)));
            case "object" ->
                out.put(name, Whose.isAboutSomebody(event) ? people.about(text(value)) : people.words(text(value)));
            case "reason", "detail" -> words(out, name, value);
            case "findings" -> findings(value);
            case "before", "after" -> change(name, value);
            case "arguments", "result" -> out.put(name, digest(value, payload));
            default -> out.put(name, value);
        }
    }

    private Json principal(Json value) throws AuditUnavailableException {
        ObjectWriter to = Json.object();
        Optional<String> name = value.text("name");
        Cursor member = value.cursor();
        while (member.next()) {
            switch (member.name()) {
                case "subject" -> name(to, "subject", member.value(), name);
                case "name" -> name(to, "name", member.value(), Optional.empty());
                case "clientId" -> name(to, "clientId", member.value(), agentOf(member.value(), value.text("subject")));
                case "groups" -> groups(to, member.value());
                default -> to.put(member.name(), member.value());
            }
        }
        return to.build();
    }

    /** The id of an agent's own client tells the agent, and goes with it. */
    private static Optional<String> agentOf(Json clientId, Optional<String> subject) {
        return subject.filter(name -> !name.isEmpty() && text(clientId).contains(name));
    }

    private void name(ObjectWriter to, String member, Json value, Optional<String> alias)
            throws AuditUnavailableException {
        to.put(member, people.written(AuditField.SUBJECT, text(value), alias));
    }

    private void owner(Json value) throws AuditUnavailableException {
        if (people.classOf(AuditField.OWNER) == DROPPED) {
            people.did(AuditField.OWNER, DROPPED);
        } else {
            out.put("owner", people.written(AuditField.OWNER, text(value), Optional.empty()));
        }
    }

    private void groups(ObjectWriter to, Json value) throws AuditUnavailableException {
        if (people.classOf(AuditField.GROUPS) == DROPPED) {
            people.did(AuditField.GROUPS, DROPPED);
            return;
        }
        ArrayWriter groups = Json.array();
        for (Json group : value.elements()) {
            groups.add(people.written(AuditField.GROUPS, text(group), Optional.empty()));
        }
        to.put("groups", groups.build());
    }

    /** The word that recovery reads stays. */
    private void words(ObjectWriter to, String member, Json value) throws AuditUnavailableException {
        String text = text(value);
        if (text.equals(AuditEvent.CallCompleted.DETACHED) && event instanceof AuditEvent.CallCompleted) {
            to.put(member, value);
        } else if (people.classOf(AuditField.REASONS) == DROPPED) {
            people.did(AuditField.REASONS, DROPPED);
        } else {
            to.put(member, people.words(text));
        }
    }

    private void findings(Json value) throws AuditUnavailableException {
        ArrayWriter findings = Json.array();
        for (Json finding : value.elements()) {
            ObjectWriter to = Json.object();
            Cursor member = finding.cursor();
            while (member.next()) {
                if (member.isNamed("reason")) {
                    words(to, "reason", member.value());
                } else {
                    to.put(member.name(), member.value());
                }
            }
            findings.add(to.build());
        }
        out.put("findings", findings.build());
    }

    private void change(String name, Json value) throws AuditUnavailableException {
        switch (people.classOf(AuditField.CHANGES)) {
            case ENCRYPTED -> {
                people.did(AuditField.CHANGES, ENCRYPTED);
                SubjectKey key = people.key(whose.orElse(""));
                out.put(name, key.seal(Place.of(head, name), value.bytes()));
            }
            case DROPPED -> people.did(AuditField.CHANGES, DROPPED);
            default -> out.put(name, deep(value));
        }
    }

    private Json deep(Json value) throws AuditUnavailableException {
        return switch (value.kind()) {
            case STRING -> Json.of(people.words(text(value)));
            case ARRAY -> {
                ArrayWriter to = Json.array();
                for (Json element : value.elements()) {
                    to.add(deep(element));
                }
                yield to.build();
            }
            case OBJECT -> {
                ObjectWriter to = Json.object();
                for (Map.Entry<String, Json> member : value.members().entrySet()) {
                    to.put(member.getKey(), deep(member.getValue()));
                }
                yield to.build();
            }
            default -> value;
        };
    }

    /** A bare digest of a short value can be tried out, so it goes the way of the value. */
    private Json digest(Json value, FieldClass wanted) {
        if (wanted == PLAIN) {
            return value;
        }
        Json bare = value.without("sha256");
        return payloadKey
                .map(key -> bare.with(
                        "hmac", Json.of(key.digest(value.text("sha256").orElse("")))))
                .orElse(bare);
    }

    private Optional<Json> kept(FieldClass payload) {
        return payload == PLAIN
                ? keptPlain
                : payloadKey.flatMap(key ->
                        keptPlain.map(plain -> key.seal(Place.of(head, Place.PAYLOAD), plain.bytes())));
    }

    private static String text(Json value) {
        return value.string().orElse("");
    }
}
