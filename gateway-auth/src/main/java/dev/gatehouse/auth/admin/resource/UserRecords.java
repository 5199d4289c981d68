package dev.gatehouse.auth.admin.resource;

import dev.gatehouse.auth.admin.shape.About;
import dev.gatehouse.auth.grant.Consent;
import dev.gatehouse.auth.role.Role;
import dev.gatehouse.core.identity.BundleName;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** People, groups and what people agreed to, as the admin API sends them. */
final class UserRecords {
    private UserRecords() {}

    record UserList(
            List<UserView> users,
            @About("The cursor of the next page.") Optional<String> next) {}

    /** Whoever looks after a bundle learns of its people what the bundle itself says of them. */
    record UserView(
            String id,

            @About("As the file calls the person: provider/userName.")
            String name,

            Optional<String> displayName,
            Optional<String> email,
            boolean active,
            @About("Those that the caller may know of.") List<String> groups,
            @About("Those that the caller may know of.") List<RoleView> roles) {}

    record RoleView(
            Role role,
            Optional<String> bundle,

            @About("Whether it was given at run time, and can be taken the same way.")
            boolean given) {}

    record GroupList(
            List<GroupView> groups,
            @About("The cursor of the next page.") Optional<String> next) {}

    record GroupView(
            @About("As the file calls the group: provider/name.")
            String name,

            @About("How many people are in it.") Optional<Integer> members,
            @About("The bundles that name it.") List<String> bundles) {}

    record ConsentList(List<ConsentView> consents) {}

    record ConsentView(
            String id,
            String clientId,
            @About("As the consent page showed it.") String clientName,
            String redirectUri,
            @About("The virtual server, or the admin API.") String target,
            Optional<String> bundle,
            List<String> scopes,
            Instant grantedAt) {

        static ConsentView of(Consent consent) {
            return new ConsentView(
                    consent.id().toString(),
                    consent.clientId(),
                    consent.clientName(),
                    consent.redirectUri(),
                    consent.target(),
                    consent.bundle().map(BundleName::value),
                    consent.scopes(),
                    consent.grantedAt());
        }
    }
}
