package dev.gatehouse.auth.admin.shape;

import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.json.ObjectWriter;
import java.lang.reflect.RecordComponent;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Writes public records as JSON objects; what is not there is left out. */
public final class RecordWriter {
    private RecordWriter() {}

    public static Json write(Record record) {
        ObjectWriter object = Json.object();
        for (RecordComponent component : Members.of(record.getClass())) {
            Object value = Members.get(record, component);
            Optional<?> there = value instanceof Optional<?> optional ? optional : Optional.of(value);
            there.ifPresent(present -> object.put(component.getName(), value(present)));
        }
        return object.build();
    }

    private static Json value(Object value) {
        return switch (value) {
            case String text -> Json.of(text);
            case Boolean truth -> Json.of((boolean) truth);
            case Integer number -> Json.of((long) number);
            case Long number -> Json.of((long) number);
            case Instant at -> Json.of(at.toString());
            case Duration time -> Json.of(time.toString());
            case Enum<?> constant -> Json.of(Members.word(constant));
            case List<?> list -> Json.of(list.stream().map(RecordWriter::value).toList());
            case Record record -> write(record);
            default -> throw new IllegalArgumentException("no JSON for " + value.getClass());
        };
    }
}
