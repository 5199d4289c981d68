package dev.gatehouse.audit.field;

import static dev.gatehouse.core.audit.FieldClass.ENCRYPTED;
import static dev.gatehouse.core.audit.FieldClass.PLAIN;

import dev.gatehouse.core.audit.AuditField;
import dev.gatehouse.core.audit.AuditUnavailableException;
import dev.gatehouse.core.audit.FieldClass;
import dev.gatehouse.core.audit.FieldClasses;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Those whom one event names, and how they are written. */
final class People {
    /** What stands where names stand and is nobody. */
    private static final Set<String> NOBODY =
            Set.of("gatehouse", "anonymous", "machine", "start", "SIGHUP", "the file changed");

    /** {@code corp/ann (person 0199…)}, as administrators are written. */
    private static final Pattern PERSON = Pattern.compile("(.+) \\(person ([0-9a-f-]{36})\\)", Pattern.DOTALL);

    private static final Pattern WITH_ID = Pattern.compile("\\bperson ([0-9a-f-]{36})\\b");
    private static final Pattern WORD = Pattern.compile("[^\\s,;:=()\\[\\]{}<>\"'`]+");
    private static final Pattern ADDRESS = Pattern.compile(
            "(?<![0-9.])[0-9]{1,3}(?:\\.[0-9]{1,3}){3}(?![0-9.])|[0-9A-Fa-f:]*::[0-9A-Fa-f:.]*|(?:[0-9A-Fa-f]{1,4}:){7}[0-9A-Fa-f]{1,4}");

    private final FieldClasses classes;
    private final Source source;
    private final boolean proved;
    private final Map<String, String> named = new LinkedHashMap<>();
    private final Map<AuditField, FieldClass> done = new EnumMap<>(AuditField.class);
    private Optional<String> aboutPerson = Optional.empty();

    /** Keys are asked for only where one is needed. */
    @FunctionalInterface
    interface Source {
        SubjectKeys keys() throws AuditUnavailableException;

        /** Empty while they are not read yet. */
        default Optional<SubjectKeys> ready() {
            try {
                return Optional.of(keys());
            } catch (AuditUnavailableException _) {
                return Optional.empty();
            }
        }
    }

    /** @param proved false where anybody may have put in any name: no keys are made for those */
    People(FieldClasses classes, Source source, boolean proved) {
        this.classes = classes;
        this.source = source;
        this.proved = proved;
    }

    FieldClass classOf(AuditField field) {
        return classes.of(field);
    }

    void did(AuditField field, FieldClass what) {
        done.merge(field, what, (before, now) -> before.compareTo(now) < 0 ? now : before);
    }

    /** What became of which field. */
    Map<AuditField, FieldClass> done() {
        return done;
    }

    SubjectKey key(String name) throws AuditUnavailableException {
        return source.keys().of(name, Optional.empty());
    }

    /** As the name may be written; the words that follow are about this one, too. */
    String written(AuditField field, String name, Optional<String> alias) throws AuditUnavailableException {
        FieldClass wanted = classes.of(field);
        if (wanted == PLAIN || name.isEmpty() || NOBODY.contains(name)) {
            return name;
        }
        did(field, wanted);
        String written =
                wanted == ENCRYPTED ? keyed(name, alias) : source.keys().seal().hashed(name);
        named.put(name, written);
        return written;
    }

    private String keyed(String name, Optional<String> alias) throws AuditUnavailableException {
        SubjectKeys keys = source.keys();
        if (proved) {
            return keys.of(name, alias).id();
        }
        return keys.known(name).map(SubjectKey::id).orElseGet(() -> keys.seal().hashed(name));
    }

    /** Who administers, which may be a person with name and id. */
    String actor(String text) throws AuditUnavailableException {
        Matcher person = PERSON.matcher(text);
        if (!person.matches()) {
            return written(AuditField.SUBJECT, text, Optional.empty());
        }
        String name = person.group(1);
        return written(AuditField.SUBJECT, name, Optional.empty()) + " (person "
                + written(AuditField.SUBJECT, person.group(2), Optional.of(name)) + ")";
    }

    /** Of an administrator who is a person. */
    static Optional<String[]> nameAndId(String actor) {
        Matcher person = PERSON.matcher(actor);
        return person.matches() ? Optional.of(new String[] {person.group(1), person.group(2)}) : Optional.empty();
    }

    /** The name of an administrator, without the id. */
    static String nameOf(String actor) {
        Matcher person = PERSON.matcher(actor);
        return person.matches() ? person.group(1) : actor;
    }

    /** Whom a change is about; the id that its words tell is theirs. */
    String about(String name) throws AuditUnavailableException {
        aboutPerson = Optional.of(name);
        return written(AuditField.SUBJECT, name, Optional.empty());
    }

    /** Words with nobody's name in them whom this event names, nor anybody's whose key is known here. */
    String words(String text) throws AuditUnavailableException {
        String rest = classes.of(AuditField.SUBJECT) == PLAIN ? text : withoutIds(text);
        for (Map.Entry<String, String> one : named.entrySet()) {
            rest = replaced(rest, one.getKey(), one.getValue());
        }
        if (classes.of(AuditField.SUBJECT) == ENCRYPTED || classes.of(AuditField.OWNER) == ENCRYPTED) {
            Optional<SubjectKeys> keys = source.ready();
            if (keys.isPresent()) {
                rest = WORD.matcher(rest).replaceAll(word -> Matcher.quoteReplacement(keyOf(keys.get(), word.group())));
            }
        }
        return classes.of(AuditField.PEER) == PLAIN ? rest : withoutAddresses(rest);
    }

    private String withoutIds(String text) throws AuditUnavailableException {
        Matcher person = WITH_ID.matcher(text);
        StringBuilder rest = new StringBuilder();
        while (person.find()) {
            String id = written(AuditField.SUBJECT, person.group(1), aboutPerson);
            person.appendReplacement(rest, Matcher.quoteReplacement("person " + id));
        }
        return person.appendTail(rest).toString();
    }

    private static String keyOf(SubjectKeys keys, String word) {
        String bare = word.endsWith(".") ? word.substring(0, word.length() - 1) : word;
        if (NOBODY.contains(bare)) {
            return word;
        }
        return keys.known(bare)
                .map(key -> key.id() + word.substring(bare.length()))
                .orElse(word);
    }

    /** An address as it may be written; empty when it may not be. */
    Optional<String> address(String address) throws AuditUnavailableException {
        FieldClass wanted = classes.of(AuditField.PEER);
        if (wanted == PLAIN) {
            return Optional.of(address);
        }
        did(AuditField.PEER, wanted);
        return wanted == FieldClass.DROPPED
                ? Optional.empty()
                : Optional.of(source.keys().seal().hashed(address));
    }

    private String withoutAddresses(String text) throws AuditUnavailableException {
        Matcher matcher = ADDRESS.matcher(text);
        StringBuilder rest = new StringBuilder();
        while (matcher.find()) {
            String instead = address(matcher.group()).orElse("(dropped)");
            matcher.appendReplacement(rest, Matcher.quoteReplacement(instead));
        }
        return matcher.appendTail(rest).toString();
    }

    /** Where it stands by itself, not as a part of a longer word. */
    private static String replaced(String text, String name, String instead) {
        int at = text.indexOf(name);
        if (at < 0) {
            return text;
        }
        StringBuilder rest = new StringBuilder();
        int from = 0;
        while (at >= 0) {
            boolean alone = !isPart(text, at - 1) && !isPart(text, at + name.length());
            rest.append(text, from, at).append(alone ? instead : name);
            from = at + name.length();
            at = text.indexOf(name, from);
        }
        return rest.append(text, from, text.length()).toString();
    }

    private static boolean isPart(String text, int at) {
        return at >= 0 && at < text.length() && (Character.isLetterOrDigit(text.charAt(at)) || text.charAt(at) == '_');
    }
}
