package dev.gatehouse.auth.role;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** What a person can be to the administration. Whoever has none of these is a member, who sees what is their own. */
public enum Role {
    /** May do everything. */
    OWNER(false),
    /** Sees everything and changes nothing. */
    AUDITOR(false),
    /** Administers the agents of one bundle, and names its approvers. */
    ADMIN(true),
    /** Approves calls of one bundle's members, and sees its agents. */
    APPROVER(true);

    private final boolean ofBundle;

    Role(boolean ofBundle) {
        this.ofBundle = ofBundle;
    }

    /** Whether somebody has it for a bundle, and otherwise for everything. */
    public boolean isOfBundle() {
        return ofBundle;
    }

    /** As the database and the admin API call it. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<Role> of(String word) {
        return Stream.of(values()).filter(role -> role.word().equals(word)).findFirst();
    }
}
