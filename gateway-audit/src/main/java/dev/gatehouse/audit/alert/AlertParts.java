package dev.gatehouse.audit.alert;

import dev.gatehouse.core.database.RecordedChange;
import java.sql.SQLException;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * What alerts rest on.
 *
 * @param gateway which one this is, for those who are told
 * @param mask takes secrets out of what is told
 * @param forms how names stand in the trail
 */
public record AlertParts(
        RecordedChange.Place place,
        String gateway,
        Readings readings,
        UnaryOperator<String> mask,
        Forms forms,
        AlertPace pace) {

    /** All that stands in records for a name: itself, and what it became where records must not say it. */
    @FunctionalInterface
    public interface Forms {
        List<String> of(String name) throws SQLException;
    }
}
