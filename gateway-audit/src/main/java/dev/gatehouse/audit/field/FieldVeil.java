package dev.gatehouse.audit.field;

import dev.gatehouse.audit.event.EncodedEvent;
import dev.gatehouse.audit.event.EventKeep;
import dev.gatehouse.audit.event.EventVeil;
import dev.gatehouse.core.audit.AuditEvent;
import dev.gatehouse.core.audit.AuditUnavailableException;
import dev.gatehouse.core.audit.FieldClasses;
import dev.gatehouse.core.identity.BundleName;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Gives each field of an event the form that its bundle, or the gateway, wants it recorded in. */
public final class FieldVeil implements EventVeil {
    private final Function<Optional<BundleName>, FieldClasses> classes;
    private volatile @Nullable SubjectKeys keys;

    /** @param classes asked for every event, with its bundle */
    public FieldVeil(Function<Optional<BundleName>, FieldClasses> classes) {
        this.classes = classes;
    }

    /** The spool is open before the keys can be read: until then nothing is recorded that names somebody. */
    public void use(SubjectKeys opened) {
        keys = opened;
    }

    @Override
    public EncodedEvent veil(AuditEvent event, EncodedEvent written) throws AuditUnavailableException {
        FieldClasses wanted = classes.apply(EventKeep.bundle(event));
        return wanted.isPlain() ? written : new VeiledEvent(event, written, wanted, this::keys).veiled();
    }

    private SubjectKeys keys() throws AuditUnavailableException {
        SubjectKeys opened = keys;
        if (opened == null) {
            throw new AuditUnavailableException("the keys for names in the audit trail are not read yet");
        }
        return opened;
    }
}
