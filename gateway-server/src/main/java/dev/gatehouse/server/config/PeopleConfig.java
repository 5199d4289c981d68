package dev.gatehouse.server.config;

import dev.gatehouse.server.config.bind.Doc;
import java.util.List;

/** People by their groups and by their names. */
public record PeopleConfig(
        @Doc("Groups, as `provider/name`; the name alone will do where there is one provider.")
        List<String> groups,

        @Doc("Users, as `provider/userName`; the name alone will do where there is one provider.")
        List<String> users) {}
