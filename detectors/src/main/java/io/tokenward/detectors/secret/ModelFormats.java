package io.tokenward.detectors.secret;

import static io.tokenward.detectors.secret.SecretFormat.token;

import io.tokenward.detectors.Span;
import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * Keys of model providers. Lengths as the vendors issue them in 2026; the most special form first, since the first one
 * that matches at a place names the finding.
 */
final class ModelFormats {
    private ModelFormats() {}

    static List<SecretFormat> all() {
        return List.of(
                token("secret-tokenward-key", "tw_[0-9A-Za-z]{12}_[0-9A-Za-z]{38}", "tw_"),
                token("secret-anthropic-key", "sk-ant-(?:api|admin|oat|ort|sid)[0-9]{2}-[0-9A-Za-z_-]{80,140}",
                        "sk-ant-"),
                // T3BlbkFJ is base64 of "OpenAI".
                token("secret-openai-key",
                        "sk-(?:proj-|svcacct-|admin-|None-)?[0-9A-Za-z_-]{20,80}T3BlbkFJ[0-9A-Za-z_-]{20,80}", "sk-"),
                token("secret-openrouter-key", "sk-or-v1-[0-9a-f]{64}", "sk-or-"),
                token("secret-langfuse-key", "sk-lf-[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", "sk-lf-"),
                token("secret-minimax-key", "sk-api-[0-9A-Za-z_-]{100,130}", "sk-api-"),
                token("secret-google-api-key", "AIza[0-9A-Za-z_-]{35}(?!-)|AQ\\.Ab8RN6[0-9A-Za-z_-]{44}", "AIza",
                        "AQ.Ab8"),
                token("secret-huggingface-token", "(?:hf_|api_org_)[A-Za-z]{34}", "hf_", "api_org_"),
                token("secret-groq-key", "gsk_[0-9A-Za-z]{52}", "gsk_"),
                token("secret-xai-key", "xai-[0-9A-Za-z_-]{70,90}", "xai-"),
                token("secret-perplexity-key", "pplx-[0-9A-Za-z]{40,56}", "pplx-"),
                token("secret-togetherai-key", "tgp_v1_[0-9A-Za-z_-]{43}", "tgp_v1_"),
                token("secret-replicate-token", "r8_[0-9A-Za-z]{37}", "r8_"),
                token("secret-nvidia-key", "nvapi-[0-9A-Za-z_-]{60,70}", "nvapi-"),
                token("secret-cerebras-key", "csk-[0-9a-z]{48}", "csk-"),
                token("secret-langsmith-key", "lsv2_(?:pt|sk)_[0-9a-f]{32}_[0-9a-f]{10}", "lsv2_"),
                token("secret-llamacloud-key", "llx-[0-9A-Za-z]{48}", "llx-"),
                token("secret-tavily-key", "tvly-(?:dev-|prod-)?[0-9A-Za-z]{32}", "tvly-"),
                token("secret-pinecone-key", "pcsk_[0-9A-Za-z]{5,6}_[0-9A-Za-z]{63}", "pcsk_"),
                token("secret-elevenlabs-key", "sk_[0-9a-f]{48}", "sk_"),
                token("secret-fireworks-key", "fw_(?=[A-Za-z]{0,12}[0-9])[0-9A-Za-z]{22,24}", "fw_"),
                token("secret-jina-key", "jina_[0-9a-f]{32}[0-9A-Za-z_-]{28}", "jina_"),
                token("secret-firecrawl-key", "fc-[0-9a-f]{32}", "fc-"),
                token("secret-qianfan-key", "bce-v3/ALTAK-[0-9A-Za-z]{21}/[0-9a-f]{40}", "bce-v3/"),
                new SecretFormat("secret-zhipu-key", hexBeforeDot(), false, ModelFormats::zhipu),
                new SecretFormat("secret-generic-sk-key", List.of("sk-"), false, ModelFormats::plainSk));
    }

    private static List<String> hexBeforeDot() {
        var anchors = new ArrayList<String>();
        for (int value = 0; value < 256; value++)
            anchors.add("%02x.".formatted(value));
        return anchors;
    }

    /** 32 hex digits, a dot, 16 letters or digits; {@code at} is two before the dot. */
    private static @Nullable Span zhipu(String text, int at) {
        int start = at - 30;
        int end = at + 3 + 16;
        if (start < 0 || end > text.length() || !TokenShape.startsToken(text, start)) return null;
        for (int i = start; i < at; i++)
            if (!isHex(text.charAt(i))) return null;
        boolean upper = false;
        boolean digit = false;
        boolean lower = false;
        for (int i = at + 3; i < end; i++) {
            char c = text.charAt(i);
            if (c >= 'A' && c <= 'Z') upper = true;
            else if (c >= 'a' && c <= 'z') lower = true;
            else if (c >= '0' && c <= '9') digit = true;
            else
                return null;
        }
        boolean mixed = upper && lower || digit && (upper || lower);
        boolean ends = end == text.length() || !isWord(text.charAt(end));
        // A dot further on: a file name with a hash in it.
        boolean file = end < text.length() - 1 && text.charAt(end) == '.' && isWord(text.charAt(end + 1));
        return mixed && ends && !file && !Placeholders.isSpecimen(text, start, end) ? new Span(start, end) : null;
    }

    /**
     * {@code sk-} keys without a vendor's mark (DeepSeek, Moonshot, DashScope, resellers): 32 hex digits, or 40 to 64
     * letters and digits of which none stands out.
     */
    private static @Nullable Span plainSk(String text, int at) {
        if (!TokenShape.startsToken(text, at)) return null;
        if (at > 0 && (text.charAt(at - 1) == '-' || text.charAt(at - 1) == '_')) return null;
        int end = at + 3;
        int digits = 0;
        boolean hex = true;
        while (end < text.length() && end - at <= 68 && isAlphanumeric(text.charAt(end))) {
            char c = text.charAt(end++);
            if (c >= '0' && c <= '9') digits++;
            hex &= isHex(c);
        }
        int length = end - at - 3;
        boolean ends = end == text.length() || !isWord(text.charAt(end)) && text.charAt(end) != '-';
        boolean sized = hex ? length == 32 || length == 48 || length == 64 : length >= 32 && length <= 64;
        if (!ends || !sized || digits < 3 || Placeholders.isSpecimen(text, at, end)) return null;
        return new Span(at, end);
    }

    static boolean isHex(char c) {
        return c >= '0' && c <= '9' || c >= 'a' && c <= 'f';
    }

    private static boolean isAlphanumeric(char c) {
        return c < 128 && Character.isLetterOrDigit(c);
    }

    private static boolean isWord(char c) {
        return isAlphanumeric(c) || c == '_';
    }
}
