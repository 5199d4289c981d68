package dev.gatehouse.server.trail;

import dev.gatehouse.audit.field.Names;
import dev.gatehouse.audit.field.SubjectKeys;
import dev.gatehouse.audit.search.Field;
import dev.gatehouse.audit.search.FoundEvent;
import dev.gatehouse.audit.search.TrailQuery;
import dev.gatehouse.audit.search.Usage;
import dev.gatehouse.core.audit.AuditField;
import dev.gatehouse.core.audit.FieldClass;
import dev.gatehouse.core.audit.FieldClasses;
import java.sql.SQLException;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Between the names that people ask for and read, and what stands in records for them. */
final class Naming {
    /** By what names are searched. */
    private static final Map<Field, AuditField> NAMES = Map.of(
            Field.SUBJECT, AuditField.SUBJECT,
            Field.AGENT, AuditField.SUBJECT,
            Field.OWNER, AuditField.OWNER,
            Field.PEER, AuditField.PEER);

    private final SubjectKeys keys;
    private final FieldClasses classes;

    /** @param classes of what belongs to no bundle, as questions do */
    Naming(SubjectKeys keys, FieldClasses classes) {
        this.keys = keys;
        this.classes = classes;
    }

    /** The same query, for every form that its names may have in records. */
    TrailQuery widened(TrailQuery query) throws SQLException {
        Map<Field, List<String>> forms = new EnumMap<>(Field.class);
        for (Map.Entry<Field, String> wanted : query.fields().entrySet()) {
            if (NAMES.containsKey(wanted.getKey())) {
                forms.put(wanted.getKey(), Names.forms(keys, wanted.getValue()));
            }
        }
        return query.inForms(forms);
    }

    /** The same query as the trail may tell it. */
    TrailQuery unnamed(TrailQuery query) throws SQLException {
        Map<Field, String> fields = new EnumMap<>(Field.class);
        for (Map.Entry<Field, String> wanted : query.fields().entrySet()) {
            AuditField kind = NAMES.get(wanted.getKey());
            FieldClass written = kind == null ? FieldClass.PLAIN : classes.of(kind);
            fields.put(wanted.getKey(), Names.asked(keys, wanted.getValue(), written));
        }
        return new TrailQuery(fields, query.from(), query.to(), query.sight());
    }

    List<FoundEvent> named(List<FoundEvent> events) throws SQLException {
        Names names = Names.in(keys, events.stream().flatMap(FoundEvent::texts).toList());
        return events.stream().map(event -> event.retold(names::put)).toList();
    }

    List<Usage> summed(List<Usage> sums) throws SQLException {
        Names names = Names.in(keys, sums.stream().map(Usage::of).toList());
        return sums.stream().map(sum -> sum.named(names.put(sum.of()))).toList();
    }

    /** What is needed to read these texts. */
    Names names(List<String> texts) throws SQLException {
        return Names.in(keys, texts);
    }
}
