// Executes the shared library and the example Jenkinsfile. What counts: the build fails
// unless the gate is open, the reports are published before it does, and no value of a
// parameter does anything but be an argument.
import com.sun.net.httpserver.HttpServer
import groovy.json.JsonSlurper
import java.nio.file.Files

File root = new File(args[0])
String program = args[1]

HttpServer server = HttpServer.create(new InetSocketAddress('127.0.0.1', 0), 0)
server.createContext('/') { exchange ->
    byte[] body = '{"status": "ok"}'.bytes
    exchange.responseHeaders.add('Content-Type', 'application/json')
    exchange.sendResponseHeaders(exchange.requestURI.path.endsWith('/broken') ? 500 : 200, body.length)
    exchange.responseBody.withStream { it.write(body) }
}
server.start()
String url = "http://127.0.0.1:${server.address.port}"

int passed = 0
int failed = 0
Closure check = { String name, Closure body ->
    File workspace = Files.createTempDirectory("jenkins's workspace").toFile()
    try {
        new File(workspace, 'pass.yaml').text = 'switchgate: 1\nname: pass\nchecks:\n  - get: /healthz\n'
        new File(workspace, 'fail.yaml').text = 'switchgate: 1\nname: fail\nchecks:\n  - get: /healthz\n  - get: /broken\n'
        new File(workspace, 'compared.yaml').text =
            'switchgate: 1\nname: compared\nchecks:\n  - get: /healthz\n    compare: {shape: true}\n'
        body(new Controller(root, workspace))
        passed++
    } catch (Throwable problem) {
        failed++
        println "FAILED ${name}: ${problem}"
    } finally {
        workspace.deleteDir()
    }
}
// The build's end: the message it failed with, or null.
Closure<String> build = { Controller controller, Map given ->
    try {
        controller.library().call([program: program] + given)
        return null
    } catch (BuildFailed problem) {
        return problem.message
    }
}
Closure names = { Controller controller -> controller.steps*.step }

[
    ['every check passes', [candidate: url, suites: 'pass.yaml'], null],
    ['a check fails', [candidate: url, suites: 'fail.yaml'], /gate is closed \(exit code 1\)/],
    ['suites as a list', [candidate: url, suites: ['pass.yaml', 'fail.yaml']], /gate is closed/],
    ['live cannot be asked', [candidate: url, live: 'http://127.0.0.1:1', suites: 'compared.yaml'],
        /gate is undecided \(exit code 3\)/],
    ['no such suite', [candidate: url, suites: 'missing.yaml'], /gate is undecided \(exit code 2\)/],
    ['the program is missing', [candidate: url, program: 'no-such-program'], /gate is undecided \(exit code 2\)/],
    ['something else says yes', [candidate: url, program: '/bin/true'], /gate is undecided \(exit code 3\)/],
    ['--dry-run judges nothing', [candidate: url, suites: 'pass.yaml', arguments: '--dry-run'], /exit code 3/],
    ['the folder of reports is a file', [candidate: url, suites: 'pass.yaml', folder: 'pass.yaml'], /exit code 2/],
    ['no candidate', [candidate: null], /'candidate' is empty/],
    ['a parameter that is unknown', [candidate: url, candidat: url], /found 'candidat'/],
].each { String name, Map given, Object message ->
    check(name) { Controller controller ->
        String said = build(controller, given)
        assert message == null ? said == null : said =~ message : "${said}\n${controller.log}"
    }
}

check('the JUnit report and the archive come before the error') { Controller controller ->
    build(controller, [candidate: url, suites: 'fail.yaml'])
    List order = names(controller)
    assert order == ['libraryResource', 'withEnv', 'sh', 'fileExists', 'junit', 'archiveArtifacts', 'error'] ||
        order == ['withEnv', 'libraryResource', 'sh', 'fileExists', 'junit', 'archiveArtifacts', 'error']
    Map given = controller.steps.find { it.step == 'junit' }.given
    assert given.testResults == 'switchgate-reports/junit.xml' && !given.allowEmptyResults
    assert given.skipMarkingBuildUnstable
}

check('an old report is not published again') { Controller controller ->
    assert build(controller, [candidate: url, suites: 'pass.yaml']) == null
    controller.steps.clear()
    assert build(controller, [candidate: url, program: 'no-such-program'])
    assert !('junit' in names(controller))
}

File hostile = new File(root, 'tests/pipelines/support/hostile.json')
check('hostile values arrive as they are') { Controller controller ->
    File kept = new File(controller.workspace, 'kept')
    File recorder = new File(controller.workspace, 'recorder')
    recorder.text = '#!/bin/sh\ntest "$1" = run && printf "%s\\0" "$@" >kept\nexit 0\n'
    recorder.executable = true
    new JsonSlurper().parse(hostile).each { String value ->
        ['candidate', 'live', 'baseline', 'profile'].each { String name ->
            kept.delete()
            assert build(controller, [candidate: 'http://h', program: './recorder', (name): value])
            assert "--${name}=${value}".toString() in kept.text.split('\0')
            assert !new File(controller.workspace, 'owned').exists() : value
        }
    }
}

['pass.yaml': 'green', 'fail.yaml': 'blue'].each { String suite, String traffic ->
    check("the Jenkinsfile's traffic with ${suite}") { Controller controller ->
        File deploy = new File(controller.workspace, 'deploy')
        deploy.mkdir()
        [idle: "echo ${url}", live: 'echo', switch: 'echo green >traffic'].each { String name, String text ->
            new File(deploy, name).text = "#!/bin/sh\n${text}\n"
            new File(deploy, name).executable = true
        }
        File traffic_file = new File(controller.workspace, 'traffic')
        traffic_file.text = 'blue\n'
        new File(controller.workspace, 'switchgate.yaml').text = new File(controller.workspace, suite).text
        controller.env.PATH = "${new File(program).parent}:${System.getenv('PATH')}".toString()
        String said = null
        try {
            controller.jenkinsfile(new File(root, 'pipelines/jenkins/Jenkinsfile').text)
        } catch (BuildFailed problem) {
            said = problem.message
        }
        assert traffic_file.text.trim() == traffic : "${said}\n${controller.log}"
        assert (said == null) == (traffic == 'green')
        assert controller.steps.findAll { it.step == 'stage' }*.name ==
            ['Deploy', 'Gate'] + (traffic == 'green' ? ['Switch'] : [])
    }
}

server.stop(0)
println "${passed} passed, ${failed} failed"
System.exit(failed > 0 || passed == 0 ? 1 : 0)
