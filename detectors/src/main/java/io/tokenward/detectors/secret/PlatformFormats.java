package io.tokenward.detectors.secret;

import static io.tokenward.detectors.secret.SecretFormat.token;

import io.tokenward.detectors.Span;
import java.util.Base64;
import java.util.List;

import org.jspecify.annotations.Nullable;

/** Tokens of developer platforms: code hosts, package registries, deployment and monitoring services. */
final class PlatformFormats {
    private PlatformFormats() {}

    static List<SecretFormat> all() {
        return List.of(
                token("secret-github-pat",
                        "gh[pousr]_[0-9A-Za-z]{36,76}|ghs_[0-9]{1,12}_eyJ[0-9A-Za-z_-]{10,}\\.[0-9A-Za-z_.-]{10,}",
                        "ghp_", "gho_", "ghu_", "ghs_", "ghr_"),
                token("secret-github-fine-grained", "github_pat_(?:[0-9A-Za-z]{22}_[0-9A-Za-z]{59}|[0-9A-Za-z]{36,82})",
                        "github_pat_"),
                token("secret-gitlab-pat",
                        "glpat-(?:[0-9A-Za-z_-]{20,50}(?![-])|[0-9A-Za-z_-]{20,300}\\.[0-9a-z.]{9,14})",
                        "glpat-"),
                token("secret-gitlab-token",
                        "gl(?:dt|ft|ffct|soat)-[0-9A-Za-z_-]{20,50}(?!-)|glwt-[0-9A-Za-z_-]{20,40}|glrt-[0-9A-Za-z_-]{20,60}(?:\\.[0-9a-z.]{9,14})?(?!-)"
                                + "|glcbt-(?:[0-9a-z]{1,5}_)?[0-9A-Za-z_-]{20}(?!-)|glimt-[0-9A-Za-z_-]{25}(?!-)|glrtr-[0-9A-Za-z_-]{40,44}"
                                + "|glagent-[0-9A-Za-z_-]{50}|gloas-[0-9A-Za-z_-]{64}(?!-)|glptt-[0-9A-Za-z_-]{40}(?!-)",
                        "glcbt-", "gldt-", "glft-", "glffct-", "glimt-", "glsoat-", "glrt-", "glrtr-", "glwt-",
                        "glagent-",
                        "gloas-", "glptt-"),
                new SecretFormat("secret-gitlab-session", List.of("_gitlab_session="), false,
                        TokenShape.behind("_gitlab_session=", "[0-9a-f]{32}")),
                token("secret-gitlab-runner-registration", "GR1348941[0-9A-Za-z_-]{20,50}(?!-)", "GR1348941"),
                token("secret-npm-token", "npm_[0-9A-Za-z]{36}", "npm_"),
                new SecretFormat("secret-npm-token", List.of(":_authToken="), false, TokenShape.behind(":_authToken=",
                        " ?(?:[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|[0-9A-Za-z+/_-]{36,}={0,2})")),
                token("secret-pypi", "pypi-AgE[0-9A-Za-z_-]{100,}", "pypi-AgE"),
                token("secret-rubygems-token", "rubygems_[0-9a-f]{48}", "rubygems_"),
                token("secret-clojars-token", "CLOJARS_[0-9a-f]{60}", "CLOJARS_"),
                token("secret-nuget-key", "(?<![+/])oy2[0-9a-z]{43}", "oy2"),
                token("secret-docker-token", "dckr_pat_[0-9A-Za-z_-]{27}|dckr_oat_[0-9A-Za-z_-]{32}", "dckr_"),
                token("secret-docker-swarm", "SWMTKN-1-[0-9a-z]{49,50}-[0-9a-z]{25}|SWMKEY-1-[0-9A-Za-z+/]{43}",
                        "SWMTKN-",
                        "SWMKEY-"),
                token("secret-artifactory-token", "(?<![+/])AKCp[0-9A-Za-z]{69}|cmVmdGtuOj[0-9A-Za-z]{54}", "AKCp",
                        "cmVmdGtuO"),
                new SecretFormat("secret-terraform-token", List.of(".atlasv1."), false, PlatformFormats::terraform),
                token("secret-vault-token", "hv[sbr]\\.[0-9A-Za-z_-]{85,}", "hvs.", "hvb.", "hvr."),
                token("secret-doppler-token",
                        "dp\\.(?:pt|ct|sa|scim|audit)\\.[0-9A-Za-z]{40,44}|dp\\.st\\.(?:[a-z0-9_-]{2,35}\\.)?[0-9A-Za-z]{40,44}",
                        "dp.pt.", "dp.ct.", "dp.st.", "dp.sa."),
                token("secret-1password-token", "ops_eyJ[0-9A-Za-z+/_=-]{200,}", "ops_eyJ"),
                token("secret-age-key", "AGE-SECRET-KEY-1[QPZRY9X8GF2TVDW0S3JN54KHCE6MUA7L]{58}", "AGE-SECRET-KEY-1"),
                token("secret-postman-key", "PMAK-[0-9a-f]{24}-[0-9a-f]{34}|PMAT-[0-9A-Z]{26}", "PMAK-", "PMAT-"),
                token("secret-sonarqube-token", "sq[pua]_[0-9a-f]{40}", "sqp_", "squ_", "sqa_"),
                token("secret-sourcegraph-token", "sgp_(?:[0-9a-f]{16}_)?[0-9a-f]{40}", "sgp_"),
                token("secret-databricks-token", "dapi[0-9A-Fa-f]{32}(?:-[0-9])?", "dapi"),
                token("secret-newrelic-key",
                        "NRAK-[0-9A-Z]{27}|NRII-[0-9A-Za-z_-]{24,40}|NR(?:JS|BR)-[0-9a-f]{19}|NRRA-[0-9a-f]{42}",
                        "NRAK-", "NRII-", "NRJS-", "NRBR-", "NRRA-"),
                token("secret-dynatrace-token", "dt0[a-z][0-9]{2}\\.[0-9A-Z]{24}\\.[0-9A-Z]{64}", "dt0c01.", "dt0s01.",
                        "dt0s02."),
                token("secret-grafana-token", "glsa_[0-9A-Za-z]{32}_[0-9a-f]{8}|glc_eyJ[0-9A-Za-z+/_-]{40,}={0,2}",
                        "glsa_", "glc_eyJ"),
                new SecretFormat("secret-grafana-token", List.of("eyJrIjoi"), false, PlatformFormats::grafana),
                new SecretFormat("secret-jira-token", Snowflakes.ANCHORS, false, PlatformFormats::jira),
                new SecretFormat("secret-softlayer-key", List.of("softlayer.com/soap/v3"), false,
                        TokenShape.behind("softlayer.com/soap/v3", "(?:\\.1)?/[0-9a-z]{64}")),
                token("secret-intra42-key", "s-s4t2(?:ud|af)-[0-9a-f]{64}", "s-s4t2"),
                token("secret-sentry-token", "sntrys_eyJ[0-9A-Za-z+/=_-]{80,}|sntryu_[0-9a-f]{64}", "sntrys_",
                        "sntryu_"),
                token("secret-linear-token", "lin_(?:api|oauth)_[0-9A-Za-z]{40,64}", "lin_api_", "lin_oauth_"),
                token("secret-notion-token", "ntn_[0-9]{9,11}[0-9A-Za-z]{35,37}", "ntn_"),
                token("secret-figma-token", "fig[dou][rh]?_[0-9A-Za-z_-]{40,52}", "figd_", "figo", "figu_"),
                token("secret-airtable-token", "pat[0-9A-Za-z]{14}\\.[0-9a-f]{64}", "pat"),
                token("secret-tailscale-key",
                        "tskey-(?:api|auth|client|scim|webhook)-[0-9A-Za-z]{10,20}-[0-9A-Za-z]{20,40}", "tskey-"),
                token("secret-pulumi-token", "pul-[0-9a-f]{40}", "pul-"),
                token("secret-planetscale-token", "pscale_(?:tkn|pw|oauth)_[0-9A-Za-z_.=-]{32,64}", "pscale_"),
                token("secret-circleci-token", "CCIPAT_[0-9A-Za-z]{22}_[0-9a-f]{40}", "CCIPAT_"),
                token("secret-buildkite-token", "bkua_[0-9a-f]{40}", "bkua_"),
                token("secret-atlassian-token", "AT(?:ATT3|CTT3)[0-9A-Za-z_=-]{150,}|ATBB[0-9A-Za-z]{32}", "ATATT3",
                        "ATCTT3", "ATBB"),
                token("secret-bitbucket-token", "BBDC-[0-9A-Za-z+/]{38,48}", "BBDC-"),
                token("secret-vercel-token", "vc[piark]_[0-9A-Za-z]{40,56}", "vcp_", "vci_", "vca_", "vcr_", "vck_"),
                token("secret-netlify-token", "nfp_[0-9A-Za-z]{36}", "nfp_"),
                token("secret-supabase-token", "sbp_(?:v0_)?[0-9a-f]{40}|sb_secret_[0-9A-Za-z_-]{31,40}", "sbp_",
                        "sb_secret_"),
                token("secret-posthog-key", "ph[acrsx]_[0-9A-Za-z]{40,64}", "pha_", "phc_", "phr_", "phs_", "phx_"),
                token("secret-wundergraph-key", "cosmo_[0-9a-f]{32}", "cosmo_"),
                token("secret-akamai-token", "akab-[0-9a-z]{16}-[0-9a-z]{16}", "akab-"),
                token("secret-defined-key", "dnkey-[0-9A-Z]{26}-[0-9A-Z]{52}", "dnkey-"));
    }

    private static final TokenShape GRAFANA = new TokenShape("eyJrIjoi[0-9A-Za-z+/]{40,}={0,2}");

    /** Base64 of JSON with a key, a name and an id. */
    private static @Nullable Span grafana(String text, int at) {
        Span span = GRAFANA.verify(text, at);
        if (span == null) return null;
        String json = Base64Text.decode(text.substring(span.start(), span.end())).orElse("");
        return json.contains("\"n\":") && json.contains("\"id\":") ? span : null;
    }

    private static final TokenShape JIRA = new TokenShape("[0-9A-Za-z+/]{44}");

    /** Base64 of a number, a colon and twenty random bytes. */
    private static @Nullable Span jira(String text, int at) {
        Span span = JIRA.verify(text, at);
        if (span == null) return null;
        byte[] bytes = Base64.getDecoder().decode(text.substring(span.start(), span.end()));
        int colon = 0;
        while (colon < bytes.length && bytes[colon] >= '0' && bytes[colon] <= '9')
            colon++;
        return colon == bytes.length - 21 && bytes[colon] == ':' ? span : null;
    }

    private static final TokenShape TERRAFORM = new TokenShape("[0-9A-Za-z]{14}\\.atlasv1\\.[0-9A-Za-z_=-]{60,70}");

    private static @Nullable Span terraform(String text, int at) {
        return at < 14 ? null : TERRAFORM.verify(text, at - 14);
    }
}
