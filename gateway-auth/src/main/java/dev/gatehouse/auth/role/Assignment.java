package dev.gatehouse.auth.role;

import dev.gatehouse.core.identity.BundleName;
import java.util.Optional;

/**
 * One role as somebody has it.
 *
 * @param bundle there if and only if the role is of a bundle
 */
public record Assignment(Role role, Optional<BundleName> bundle) {
    public static final Assignment OWNER = new Assignment(Role.OWNER, Optional.empty());

    public Assignment {
        if (role.isOfBundle() != bundle.isPresent()) {
            throw new IllegalArgumentException("role " + role.word() + " with bundle " + bundle);
        }
    }

    @Override
    public String toString() {
        return role.word() + bundle.map(name -> " of bundle " + name).orElse("");
    }
}
