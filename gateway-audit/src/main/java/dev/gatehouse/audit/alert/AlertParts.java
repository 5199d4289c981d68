package dev.gatehouse.audit.alert;

import dev.gatehouse.core.database.RecordedChange;
import java.util.function.UnaryOperator;

/**
 * What alerts rest on.
 *
 * @param gateway which one this is, for those who are told
 * @param mask takes secrets out of what is told
 */
public record AlertParts(
        RecordedChange.Place place, String gateway, Readings readings, UnaryOperator<String> mask, AlertPace pace) {}
