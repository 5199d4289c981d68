package dev.gatehouse.audit.field;

import dev.gatehouse.core.identity.KeyedHash;
import dev.gatehouse.core.identity.Sealer;
import java.util.List;
import java.util.Optional;

/** How keys are kept on disk and in PostgreSQL, and found there by a name. */
record KeySeal(Sealer sealer, KeyedHash hash) {
    private static final String PURPOSE = "audit/subject-key";
    private static final String LOOKUP = "audit/lookup";
    private static final String NAME = "audit/name";

    String seal(SubjectKey key) {
        return sealer.seal(PURPOSE, key.toBytes());
    }

    /** @param id of the row: the sealed key of another one is none */
    Optional<SubjectKey> open(String id, String sealed) {
        return open(sealed).filter(key -> key.id().equals(id));
    }

    Optional<SubjectKey> open(String sealed) {
        return sealer.open(PURPOSE, sealed).flatMap(SubjectKey::read);
    }

    String lookup(String name) {
        return hash.of(LOOKUP, name);
    }

    List<String> lookups(String name) {
        return hash.all(LOOKUP, name);
    }

    /** What stands in records of class hmac. */
    String hashed(String name) {
        return Pseudonym.hashed(hash.of(NAME, name));
    }

    /** The same by each key there ever was. */
    List<String> allHashed(String name) {
        return hash.all(NAME, name).stream().map(Pseudonym::hashed).toList();
    }
}
