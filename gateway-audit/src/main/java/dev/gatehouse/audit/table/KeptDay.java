package dev.gatehouse.audit.table;

import java.time.LocalDate;

/** What one partition of {@code audit.event} holds: a day (UTC) of the records that are kept for so many days. */
public record KeptDay(int keepDays, LocalDate day) {}
