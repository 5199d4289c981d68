package dev.gatehouse.audit.report;

import dev.gatehouse.core.json.Json;
import java.time.Instant;

/**
 * Who could call what, at a time.
 *
 * @param revision the configuration that was in force
 * @param sha256 of the body's bytes
 * @param body see docs/audit-reports.md
 */
public record AccessSnapshot(Instant takenAt, String revision, String sha256, Json body) {}
