package dev.gatehouse.audit.event;

import dev.gatehouse.core.json.Json;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** The members of a written object, each asked for by name and type. */
record Members(Map<String, Json> values) {

    static Members of(Json object) {
        return new Members(object.members());
    }

    String text(String name) throws UnreadableEventException {
        return optionalText(name).orElseThrow(() -> new UnreadableEventException("no string \"" + name + "\""));
    }

    Optional<String> optionalText(String name) {
        return value(name).flatMap(Json::string);
    }

    long number(String name) throws UnreadableEventException {
        OptionalLong number = value(name).map(Json::integer).orElse(OptionalLong.empty());
        return number.orElseThrow(() -> new UnreadableEventException("no integer \"" + name + "\""));
    }

    int integer(String name) throws UnreadableEventException {
        long number = number(name);
        if (number != (int) number) {
            throw new UnreadableEventException("\"" + name + "\" exceeds 32 bits");
        }
        return (int) number;
    }

    <E extends Enum<E>> E word(String name, Class<E> type) throws UnreadableEventException {
        try {
            return Enum.valueOf(type, text(name).toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            throw new UnreadableEventException("unknown word in \"" + name + "\"", e);
        }
    }

    Optional<Members> object(String name) {
        return value(name).filter(Json::isObject).map(Members::of);
    }

    List<Json> elements(String name) {
        return value(name).map(Json::elements).orElse(List.of());
    }

    Optional<Json> value(String name) {
        return Optional.ofNullable(values.get(name));
    }
}
