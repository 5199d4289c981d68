package dev.gatehouse.server.metrics;

/** How far the audit trail has come, read at each scrape: from counters in memory, never from a disk or a database. */
public interface AuditReadings {
    /** Records waiting to be written to the spool. */
    long depth();

    /** Records in the spool that PostgreSQL does not have. */
    long unshippedRecords();

    /** Their bytes. */
    long unshippedBytes();

    /** Age of the oldest of them; 0 when there is none. */
    double shippingLagSeconds();

    /** Age of the oldest record that no signed block covers. */
    double sealLagSeconds();

    /** Age of the oldest block that some anchor does not have; 0 without anchors. */
    double anchorLagSeconds();

    /** Days of records that stay beyond their time because somebody holds them. */
    long heldDays();

    /** Days of records that should have been dropped and could not be. */
    long overdueDays();

    /** Times of the configuration that are not in force, because two owners have not agreed to so few days. */
    long unshortened();

    /** Keys of people that PostgreSQL does not have yet. */
    long waitingKeys();
}
