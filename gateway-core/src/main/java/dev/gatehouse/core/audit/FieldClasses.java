package dev.gatehouse.core.audit;

import java.util.EnumMap;
import java.util.Map;

/** The class of each field; plain what it does not name. */
public record FieldClasses(Map<AuditField, FieldClass> byField) {
    public static final FieldClasses PLAIN = new FieldClasses(Map.of());

    public FieldClasses {
        EnumMap<AuditField, FieldClass> named = new EnumMap<>(AuditField.class);
        byField.forEach((field, wanted) -> {
            if (!field.admits(wanted)) {
                throw new IllegalArgumentException(field + " cannot be " + wanted);
            }
            if (wanted != FieldClass.PLAIN) {
                named.put(field, wanted);
            }
        });
        byField = Map.copyOf(named);
    }

    public FieldClass of(AuditField field) {
        return byField.getOrDefault(field, FieldClass.PLAIN);
    }

    /** Nothing has to become of anything. */
    public boolean isPlain() {
        return byField.isEmpty();
    }

    /** Of each field the stricter class of the two. */
    public FieldClasses stricter(FieldClasses other) {
        EnumMap<AuditField, FieldClass> both = new EnumMap<>(AuditField.class);
        both.putAll(byField);
        other.byField.forEach((field, wanted) -> both.merge(field, wanted, (a, b) -> a.compareTo(b) < 0 ? b : a));
        return new FieldClasses(both);
    }
}
