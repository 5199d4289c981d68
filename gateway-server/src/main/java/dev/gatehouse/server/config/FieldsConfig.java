package dev.gatehouse.server.config;

import dev.gatehouse.core.audit.AuditField;
import dev.gatehouse.core.audit.FieldClass;
import dev.gatehouse.core.audit.FieldClasses;
import dev.gatehouse.server.config.bind.Doc;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/** In which form the trail has what it says of people; plain where nothing is said. What is not here stays as it is. */
public record FieldsConfig(
        @Doc("Names and ids of who calls, asks or changes something: `plain`, `hmac` or `encrypted`.")
        Optional<FieldClass> subject,

        @Doc("Who answers for an agent: `plain`, `hmac`, `encrypted` or `dropped`.")
        Optional<FieldClass> owner,

        @Doc("Addresses of clients: `plain`, `hmac` or `dropped`.")
        Optional<FieldClass> peer,

        @Doc("Groups of who calls: `plain`, `hmac` or `dropped`.")
        Optional<FieldClass> groups,

        @Doc("What something was before a change and after it: `plain`, `encrypted` or `dropped`.")
        Optional<FieldClass> changes,

        @Doc("Reasons and details in words: `plain` or `dropped`.")
        Optional<FieldClass> reasons,

        @Doc("What is kept of arguments, with their digest: `plain`, `encrypted` or `dropped`.")
        Optional<FieldClass> arguments,

        @Doc("What is kept of results, with their digest: `plain`, `encrypted` or `dropped`.")
        Optional<FieldClass> results,

        @Doc("What upstreams ask in the middle of a call, and what they are answered: `plain`, `encrypted` or"
                + " `dropped`.")
        Optional<FieldClass> questions) {

    /** What is said, also where it cannot be. */
    Map<AuditField, FieldClass> said() {
        EnumMap<AuditField, FieldClass> said = new EnumMap<>(AuditField.class);
        for (AuditField field : AuditField.values()) {
            of(field).ifPresent(wanted -> said.put(field, wanted));
        }
        return said;
    }

    /** To be asked once it was checked. */
    public FieldClasses classes() {
        return new FieldClasses(said());
    }

    private Optional<FieldClass> of(AuditField field) {
        return switch (field) {
            case SUBJECT -> subject;
            case OWNER -> owner;
            case PEER -> peer;
            case GROUPS -> groups;
            case CHANGES -> changes;
            case REASONS -> reasons;
            case ARGUMENTS -> arguments;
            case RESULTS -> results;
            case QUESTIONS -> questions;
        };
    }
}
