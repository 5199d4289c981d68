package dev.gatehouse.audit.retain;

import dev.gatehouse.core.identity.BundleName;
import java.time.Instant;
import java.util.Optional;

/**
 * For how many days records are kept at least, whatever a configuration says.
 *
 * @param bundle of these records; empty: what belongs to none
 * @param setBy whose doing it is that it is so many
 */
public record Floor(Optional<BundleName> bundle, int days, Instant since, String setBy) {

    /** How people and the trail call such records. */
    public static String told(Optional<BundleName> bundle) {
        return bundle.map(name -> "bundle " + name.value()).orElse("no bundle");
    }
}
