import java.nio.file.Files

/**
 * Stands in for a Jenkins controller: the steps that the library calls are recorded, and `sh`
 * really runs its script in the workspace. A declarative Jenkinsfile runs stage by stage until
 * one fails. There is no CPS, no sandbox and no agent in it.
 */
class Controller {

    static final List BLOCKS = ['pipeline', 'options', 'stages', 'steps', 'script']

    final File root
    final File workspace
    final List<Map> steps = []
    final Map<String, String> env = [:]
    String log = ''
    private final List<Map<String, String>> surroundings = []

    Controller(File root, File workspace) {
        this.root = root
        this.workspace = workspace
    }

    /** Answers the variable `switchgate`, as the library brings it. */
    Object library() {
        Script script = new GroovyShell().parse(new File(root, 'pipelines/jenkins/vars/switchgate.groovy'))
        script.metaClass.methodMissing = { String name, Object arguments -> step(name, arguments as List) }
        return script
    }

    void jenkinsfile(String text) {
        Script script = new GroovyShell(new Binding([env: env, any: 'any'])).parse(text)
        script.metaClass.methodMissing = { String name, Object arguments ->
            List given = arguments as List
            if (name in BLOCKS) {
                return given[0].call()
            }
            if (name == 'stage') {
                steps << [step: 'stage', name: given[0]]
                return given[1].call()
            }
            if (name == 'switchgate') {
                assert steps[0] == [step: 'library', given: 'switchgate@main']
                return library().call(given[0])
            }
            return step(name, given)
        }
        script.run()
    }

    Object step(String name, List given) {
        steps << [step: name, given: given ? given[0] : null]
        switch (name) {
            case 'withEnv': return withEnv(given[0], given[1])
            case 'sh': return sh(given[0] instanceof Map ? given[0] : [script: given[0]])
            case 'libraryResource': return new File(root, "pipelines/jenkins/resources/${given[0]}").text
            case 'fileExists': return new File(workspace, given[0]).exists()
            case 'error': throw new BuildFailed(given[0].toString())
            case 'junit':
                assert new File(workspace, given[0].testResults).length() > 0
                return null
            case ['archiveArtifacts', 'library', 'agent', 'disableConcurrentBuilds']: return null
        }
        throw new MissingMethodException(name, Controller, given as Object[])
    }

    private Object withEnv(List<String> variables, Closure body) {
        surroundings << variables.collectEntries { String each ->
            int at = each.indexOf('=')
            assert at > 0 : "withEnv takes NAME=value, got '${each}'"
            [(each[0..<at]): each.substring(at + 1)]
        }
        try {
            return body.call()
        } finally {
            surroundings.pop()
        }
    }

    private Object sh(Map given) {
        File file = Files.createTempFile('step', '.sh').toFile()
        try {
            boolean own = given.script.startsWith('#!')
            file.text = own ? given.script : "#!/bin/sh -xe\n${given.script}"
            file.executable = true
            ProcessBuilder builder = new ProcessBuilder(file.path).directory(workspace)
            ([env] + surroundings).each { Map variables -> variables.each { name, value -> builder.environment()[name] = value } }
            Process process = builder.start()
            StringBuffer out = new StringBuffer()
            StringBuffer err = new StringBuffer()
            process.waitForProcessOutput(out, err)
            log += "${out}${err}"
            int status = process.exitValue()
            if (given.returnStatus) {
                return status
            }
            if (status != 0) {
                throw new BuildFailed("script returned exit code ${status}")
            }
            return given.returnStdout ? out.toString() : null
        } finally {
            file.delete()
        }
    }

}
