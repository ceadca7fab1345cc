package io.tokenward.proxy.dialect;

import static org.assertj.core.api.Assertions.assertThat;

import io.tokenward.proxy.problem.Denied;
import java.nio.charset.StandardCharsets;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What names something that does not stand in the request is counted with its kind and place, so that a route can refuse it. */
class OpaqueInputsTest {
    private static OpaqueInputs read(String dialect, String path, String body) throws Denied {
        Dialect spoken = Dialects.named(dialect).orElseThrow();
        Operation operation = spoken.operation("POST", path).orElseThrow();
        return spoken.read(operation, body.replace('\'', '"').getBytes(StandardCharsets.UTF_8)).opaque();
    }

    private static String chat(String content) {
        return "{'model':'m','max_tokens':9,'messages':[{'role':'user','content':" + content + "}]}";
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            file:///etc/passwd | files
            gs://bucket/talk.pdf | files
            OSS://dashscope-instant/1/talk.pdf | files
            https://generativelanguage.googleapis.com/v1beta/files/abc | files
            ftp://example.com/a | files
            https://example.com/a.png | links
            HTTP://example.com/files/a.png | links
            example.com/a:b | links
            """)
    void anAddressThatOnlyTheEndpointCanReadIsAFileOfItsOwn(String address, String kind) throws Denied {
        OpaqueInputs image = read("openai", "/v1/chat/completions",
                chat("[{'type':'image_url','image_url':{'url':'" + address + "'}}]"));
        OpaqueInputs file = read("gemini", "/v1beta/models/m:generateContent",
                "{'contents':[{'parts':[{'fileData':{'fileUri':'" + address + "'}}]}]}");

        assertThat(image.coverage()).isEqualTo("partly(" + kind + ")");
        assertThat(file.coverage()).isEqualTo("partly(" + kind + ")");
        assertThat(file.place(Unscreened.of(kind).orElseThrow())).isEqualTo("/contents/0/parts/0/fileData/fileUri");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            openai | /v1/responses | 'tools':[{'type':'code_interpreter','container':'cntr_1'}] | files | /tools/0/container
            openai | /v1/responses | 'tools':[{'type':'mcp','connector_id':'connector_x'}] | links | /tools/0/connector_id
            openai | /v1/responses | 'tools':[{'type':'shell','environment':{'skills':[{'type':'skill_reference','skill_id':'s'}]}}] | stored | /tools/0/environment/skills/0/skill_id
            azure | /openai/deployments/m/chat/completions | 'data_sources':[{'type':'azure_search'}] | stored | /data_sources
            vllm | /v1/chat/completions | 'kv_transfer_params':{'remote_host':'10.0.0.1'} | stored | /kv_transfer_params
            zhipu | /api/paas/v4/chat/completions | 'tools':[{'type':'mcp','mcp':{'server_url':'https://example.com'}}] | links | /tools/0/mcp/server_url
            anthropic | /v1/messages | 'container':'container_1' | stored | /container
            anthropic | /v1/messages | 'container':{'id':'container_1'} | stored | /container/id
            anthropic | /v1/messages | 'container':{'skills':[{'type':'custom','skill_id':'s'}]} | stored | /container/skills/0/skill_id
            """)
    void whatStandsElsewhereIsCountedWithItsPlace(String dialect, String path, String member, String kind, String place)
            throws Denied {
        String body = chat("'Hi.'").replace("{'model'", "{" + member + ",'model'");
        OpaqueInputs opaque = read(dialect, path, body);

        assertThat(opaque.coverage()).isEqualTo("partly(" + kind + ")");
        assertThat(opaque.place(Unscreened.of(kind).orElseThrow())).isEqualTo(place);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            anthropic | /v1/messages | 'container':{'skills':[{'type':'anthropic','skill_id':'pptx'}]}
            vllm | /v1/chat/completions | 'kv_transfer_params':null
            openai | /v1/responses | 'tools':[{'type':'code_interpreter','container':{'type':'auto'}}]
            openai | /v1/chat/completions | 'audio':{'voice':'alloy','format':'wav'}
            """)
    void whatNamesNothingElsewhereIsScreenedWhole(String dialect, String path, String member) throws Denied {
        String body = chat("'Hi.'").replace("{'model'", "{" + member + ",'model'");

        assertThat(read(dialect, path, body).coverage()).isEqualTo("screened");
    }

    @ParameterizedTest
    @CsvSource({"us.anthropic.claude%3A0, screened",
            "arn%3Aaws%3Abedrock%3Aeu-west-1%3A1%3Aprompt%2FABC, partly(stored)",
            "arn:aws:bedrock:eu-west-1:1:prompt%2FABC:2, partly(stored)",
            "arn%3Aaws%3Abedrock%3Aeu-west-1%3A1%3Ainference-profile%2FABC, screened"})
    void aPromptThatBedrockKeepsIsAskedForAsAModelIs(String model, String coverage) throws Denied {
        OpaqueInputs opaque = read("bedrock", "/model/" + model + "/converse",
                "{'messages':[{'role':'user','content':[{'text':'Hi.'}]}],'promptVariables':{'a':{'text':'b'}}}");

        assertThat(opaque.coverage()).isEqualTo(coverage);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            /compatible-mode/v1/chat/completions | {'model':'qwen-long','messages':[{'role':'system','content':'fileid://file-fe-1,fileid://file-fe-2'}]}
            /api/v1/services/aigc/text-generation/generation | {'model':'qwen-long','input':{'messages':[{'role':'system','content':'fileid://file-fe-1'}]}}
            """)
    void qwenReadsFilesThatAMessageNames(String path, String body) throws Denied {
        assertThat(read("dashscope", path, body).coverage()).isEqualTo("partly(files)");
    }

    @org.junit.jupiter.api.Test
    void aRecordingOfTheModelItselfIsMedia() throws Denied {
        OpaqueInputs opaque = read("openai", "/v1/chat/completions",
                "{'model':'m','messages':[{'role':'assistant','audio':{'id':'audio_1'}}]}");

        assertThat(opaque.coverage()).isEqualTo("partly(media)");
        assertThat(opaque.place(Unscreened.MEDIA)).isEqualTo("/messages/0/audio/id");
    }

    @org.junit.jupiter.api.Test
    void anArchiveOfASkillIsMedia() throws Denied {
        String archive = java.util.Base64.getEncoder()
                .encodeToString(new byte[]{80, 75, 3, 4, 0, 0, 1, 2, -1, -2, 7, 9, 0, 0, 3, 1, 5, 6, -7, 0, 1});

        OpaqueInputs opaque = read("openai", "/v1/responses",
                "{'model':'m','input':'x','tools':[{'type':'shell','environment':{'skills':[{'name':'s','source':{'type':'base64','data':'"
                        + archive + "'}}]}}]}");

        assertThat(opaque.coverage()).isEqualTo("partly(media)");
    }
}
